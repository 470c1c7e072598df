// The prototype solver, taken over as it was measured and compiled with its own flags (bench/CMakeLists.txt): a mark to
// beat, not a model of style. Dim and the problem come from problem.hpp.

#include "bench/baselines/wind/solvers.hpp"
#include "sim/core/stopwatch.hpp"

#include <sys/mman.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

namespace hacthanh::bench {
namespace prototype {
namespace {

// huge-page backed array
template <class T>
struct Arr {
    T* p = nullptr;
    size_t n = 0;
    Arr() = default;
    explicit Arr(size_t n_, T v = T(0)) { alloc(n_, v); }
    Arr(Arr const&) = delete;
    Arr& operator=(Arr const&) = delete;
    Arr(Arr&& o) noexcept {
        p = o.p;
        n = o.n;
        o.p = nullptr;
    }
    Arr& operator=(Arr&& o) noexcept {
        std::swap(p, o.p);
        std::swap(n, o.n);
        return *this;
    }
    void alloc(size_t n_, T v = T(0)) {
        n = n_;
        size_t b = ((n * sizeof(T) + (2u << 20) - 1) >> 21) << 21;
        p = (T*)aligned_alloc(2u << 20, b);
        madvise(p, b, MADV_HUGEPAGE);
        std::fill(p, p + n, v);
    }
    ~Arr() { free(p); }
    T& operator[](size_t i) { return p[i]; }
    const T& operator[](size_t i) const { return p[i]; }
    operator T*() { return p; }
};
constexpr float SC = 0.4f;  // semi-coarsening threshold
template <class C>
struct Coef {
    Arr<C> x, y, z;
    float wx, wy, wz;
};  // coefficient = w * value ; x[i] is face between i and i+1
template <class C>
struct RowC {
    const C* __restrict cx, * __restrict cy, * __restrict cz;
    size_t sx, sy;
};
struct Cfg {
    int nthreads = 2;
    int chunk = 8;
    int nu = 2;
    bool fuse = true;
};
Cfg cfg;
template <class F>
void pfor(int n, F f) {
    if (cfg.nthreads == 1 || n < 2) {
        for (int i = 0; i < n; i++) f(i);
    } else
        tbb::parallel_for(
            0, n, [&](int i) { f(i); }, tbb::simple_partitioner{});
}
// chunked over planes
template <class F>
void pchunk(int nz, F f) {
    int c = std::max(2, cfg.chunk);
    int n = std::max(1, (nz + c - 1) / c);
    if (cfg.nthreads == 1) n = 1;
    pfor(n, [&](int t) { f(int(long(nz) * t / n), int(long(nz) * (t + 1) / n)); });
}

// one colour on one row; parity blend so that the compiler vectorises
template <class C>
__attribute__((noinline)) void gs_row(float* x, float const* b, const C* cx, const C* cy, const C* cz, float wx,
                                      float wy, float wz, ptrdiff_t sx, ptrdiff_t sy, int nx, int par) {
    float const* xr = x;
    asm volatile("" : "+r"(xr));  // launder: reads of the other colour never alias the written colour
#pragma GCC ivdep
    for (int i = 0; i < nx; i++) {
        float e = wx * float(cx[i]), w = wx * float(cx[i - 1]), n = wy * float(cy[i]), s = wy * float(cy[i - sx]),
              t = wz * float(cz[i]), d = wz * float(cz[i - sy]);
        float D = e + w + n + s + t + d;
        float v =
            b[i] + e * xr[i + 1] + w * xr[i - 1] + n * xr[i + sx] + s * xr[i - sx] + t * xr[i + sy] + d * xr[i - sy];
        v = D > 0.f ? v / D : 0.f;
        x[i] = ((i & 1) == par) ? v : xr[i];
    }
}
template <class C>
struct Level {
    Dim d;
    Coef<C> c;
    Arr<float> x, b;
    int rx, ry, rz;
};
template <class C>
inline void gs_plane(Dim const& d, Coef<C> const& c, float* x, float const* b, int k, int col) {
    for (int j = 0; j < d.ny; j++) {
        size_t o = d.id(0, j, k);
        gs_row<C>(x + o, b + o, c.x.p + o, c.y.p + o, c.z.p + o, c.wx, c.wy, c.wz, d.sx, d.sy, d.nx, (j + k + col) & 1);
    }
}
// first half sweep with x==0: x = (colour)? b/D : 0
template <class C>
inline void gs_plane0(Dim const& d, Coef<C> const& c, float* x_, float const* b_, int k, int col) {
    for (int j = 0; j < d.ny; j++) {
        size_t o = d.id(0, j, k);
        float* __restrict x = x_ + o;
        float const* __restrict b = b_ + o;
        const C* __restrict cx = c.x.p + o, * __restrict cy = c.y.p + o, * __restrict cz = c.z.p + o;
        ptrdiff_t sx = d.sx, sy = d.sy;
        float wx = c.wx, wy = c.wy, wz = c.wz;
        int par = (j + k + col) & 1;
        int nx = d.nx;
        for (int i = 0; i < nx; i++) {
            float D = wx * (float(cx[i]) + float(cx[i - 1])) + wy * (float(cy[i]) + float(cy[i - sx])) +
                      wz * (float(cz[i]) + float(cz[i - sy]));
            float v = D > 0.f ? b[i] / D : 0.f;
            x[i] = ((i & 1) == par) ? v : 0.f;
        }
    }
}
// full red-black sweep; first colour c0; zero = initial guess is zero. Fused wavefront in k with deferred chunk-edge
// planes.
template <class C>
void rb_sweep(Dim const& d, Coef<C> const& c, float* x, float const* b, int c0, bool zero) {
    int nz = d.nz;
    auto first = [&](int k) {
        if (zero)
            gs_plane0<C>(d, c, x, b, k, c0);
        else
            gs_plane<C>(d, c, x, b, k, c0);
    };
    if (!cfg.fuse || nz < 4) {
        pchunk(nz, [&](int a, int e) {
            for (int k = a; k < e; k++) first(k);
        });
        pchunk(nz, [&](int a, int e) {
            for (int k = a; k < e; k++) gs_plane<C>(d, c, x, b, k, c0 ^ 1);
        });
        return;
    }
    int cc = std::max(4, cfg.chunk);
    int n = cfg.nthreads == 1 ? 1 : std::max(1, nz / cc);
    auto lo = [&](int t) { return int(long(nz) * t / n); };
    pfor(n, [&](int t) {
        int a = lo(t), e = lo(t + 1);
        for (int k = a; k < e; k++) {
            first(k);
            if (k - 1 > a) gs_plane<C>(d, c, x, b, k - 1, c0 ^ 1);
        }
    });
    pfor(n, [&](int t) {
        int a = lo(t), e = lo(t + 1);
        gs_plane<C>(d, c, x, b, a, c0 ^ 1);
        if (e - 1 > a) gs_plane<C>(d, c, x, b, e - 1, c0 ^ 1);
    });
}
// residual r = b - A x on a row, into buffer
template <class C>
inline void res_row(float* __restrict r, float const* __restrict x, float const* __restrict b, const C* __restrict cx,
                    const C* __restrict cy, const C* __restrict cz, float wx, float wy, float wz, ptrdiff_t sx,
                    ptrdiff_t sy, int nx) {
    for (int i = 0; i < nx; i++) {
        float X = x[i];
        float v = b[i] - wx * (float(cx[i]) * (X - x[i + 1]) + float(cx[i - 1]) * (X - x[i - 1])) -
                  wy * (float(cy[i]) * (X - x[i + sx]) + float(cy[i - sx]) * (X - x[i - sx])) -
                  wz * (float(cz[i]) * (X - x[i + sy]) + float(cz[i - sy]) * (X - x[i - sy]));
        r[i] = v;
    }
}
template <class C, class D>
void restrict_res(Level<C>& f, Level<D>& g, float const* b) {  // coarse b = sum of fine residuals (PWC^T)
    Dim const& d = f.d;
    Dim const& q = g.d;
    int rx = f.rx, ry = f.ry, rz = f.rz;
    pchunk(q.nz, [&](int a, int e) {
        std::vector<float> acc(d.nx + 32), tmp(d.nx + 32);
        for (int K = a; K < e; K++)
            for (int J = 0; J < q.ny; J++) {
                std::fill(acc.begin(), acc.end(), 0.f);
                for (int k = K * rz; k < std::min(d.nz, (K + 1) * rz); k++)
                    for (int j = J * ry; j < std::min(d.ny, (J + 1) * ry); j++) {
                        size_t o = d.id(0, j, k);
                        res_row<C>(tmp.data(), f.x.p + o, b + o, f.c.x.p + o, f.c.y.p + o, f.c.z.p + o, f.c.wx, f.c.wy,
                                   f.c.wz, d.sx, d.sy, d.nx);
                        float* __restrict A = acc.data();
                        const float* __restrict T = tmp.data();
                        for (int i = 0; i < d.nx; i++) A[i] += T[i];
                    }
                float* __restrict B = g.b.p + q.id(0, J, K);
                const float* __restrict A = acc.data();
                if (rx == 2) {
                    for (int I = 0; I < q.nx; I++) B[I] = A[2 * I] + A[2 * I + 1]; /* acc padded w/ 0 */
                } else
                    for (int I = 0; I < q.nx; I++) B[I] = A[I];
            }
    });
}
template <class C, class D>
void prolong_add(Level<C>& f, Level<D>& g) {
    Dim const& d = f.d;
    Dim const& q = g.d;
    int rx = f.rx, ry = f.ry, rz = f.rz;
    pchunk(d.nz, [&](int a, int e) {
        for (int k = a; k < e; k++)
            for (int j = 0; j < d.ny; j++) {
                float* __restrict X = f.x.p + d.id(0, j, k);
                const float* __restrict Q = g.x.p + q.id(0, j / ry, k / rz);
                int nx = d.nx;
                if (rx == 2) {
                    int h = nx / 2;
                    for (int I = 0; I < h; I++) {
                        X[2 * I] += Q[I];
                        X[2 * I + 1] += Q[I];
                    }
                    if (nx & 1) X[nx - 1] += Q[h];
                } else
                    for (int i = 0; i < nx; i++) X[i] += Q[i];
            }
    });
}
template <class C0>
struct MG {  // level 0 with coefficient type C0, others float
    Level<C0> L0;
    std::vector<Level<float>> L;
    int nlev;
    float over = 1.f;
    template <class C>
    void coarsen(Level<C> const& f, Level<float>& g) {
        Dim const& d = f.d;
        float kx = f.c.wx, ky = f.c.wy, kz = f.c.wz;
        (void)ky;
        // effective coupling per direction, semi-coarsening of the strong directions only
        const_cast<Level<C>&>(f).rx = const_cast<Level<C>&>(f).ry =
            (eff(f, 0) >= SC * eff(f, 2) && d.nx > 3 && d.ny > 3) ? 2 : 1;
        const_cast<Level<C>&>(f).rz = (eff(f, 2) >= SC * eff(f, 0) && d.nz > 3) ? 2 : 1;
        if (f.rx == 1 && f.rz == 1) {
            const_cast<Level<C>&>(f).rx = const_cast<Level<C>&>(f).ry = 2;
            if (d.nx <= 3) const_cast<Level<C>&>(f).rz = 2;
        }
        int rx = f.rx, ry = f.ry, rz = f.rz;
        g.d = Dim((d.nx + rx - 1) / rx, (d.ny + ry - 1) / ry, (d.nz + rz - 1) / rz);
        Dim const& q = g.d;
        g.c.x.alloc(q.n);
        g.c.y.alloc(q.n);
        g.c.z.alloc(q.n);
        g.x.alloc(q.n);
        g.b.alloc(q.n);
        g.c.wx = g.c.wy = g.c.wz = 1.f;
        g.rx = g.ry = g.rz = 2;
        // coarse face coef = (sum of fine face coefs on the interface)/r  (rediscretisation = scaled Galerkin);
        // boundary faces: distance (H/2+h/2) rule
        pchunk(q.nz + 1, [&](int a, int e) {
            for (int K = a - 1; K < e - 1; K++)
                for (int J = -1; J < q.ny; J++)
                    for (int I = -1; I < q.nx; I++) {
                        auto sum = [&](const C* c, float w, int dir) {
                            int i0 = I * rx, j0 = J * ry, k0 = K * rz, i1 = std::min(d.nx, i0 + rx),
                                j1 = std::min(d.ny, j0 + ry), k1 = std::min(d.nz, k0 + rz);
                            if (dir == 0) {
                                if (J < 0 || K < 0) return 0.f;
                                int i = std::min((I + 1) * rx - 1, d.nx - 1);
                                if (I < 0) i = -1;
                                i0 = i;
                                i1 = i + 1;
                            }
                            if (dir == 1) {
                                if (I < 0 || K < 0) return 0.f;
                                int j = std::min((J + 1) * ry - 1, d.ny - 1);
                                if (J < 0) j = -1;
                                j0 = j;
                                j1 = j + 1;
                            }
                            if (dir == 2) {
                                if (I < 0 || J < 0) return 0.f;
                                int k = std::min((K + 1) * rz - 1, d.nz - 1);
                                if (K < 0) k = -1;
                                k0 = k;
                                k1 = k + 1;
                            }
                            float s = 0;
                            for (int k = k0; k < k1; k++)
                                for (int j = j0; j < j1; j++)
                                    for (int i = i0; i < i1; i++) s += w * float(c[d.id(i, j, k)]);
                            return s;
                        };
                        size_t o = q.id(I, J, K);
                        float bx = (I < 0 || I == q.nx - 1) ? bf(rx) : 1.f / rx,
                              by = (J < 0 || J == q.ny - 1) ? bf(ry) : 1.f / ry,
                              bz = (K < 0 || K == q.nz - 1) ? bf(rz) : 1.f / rz;
                        g.c.x[o] = bx * sum(f.c.x.p, kx, 0);
                        g.c.y[o] = by * sum(f.c.y.p, f.c.wy, 1);
                        g.c.z[o] = bz * sum(f.c.z.p, kz, 2);
                    }
        });
    }
    static float bf(int r) { return r == 2 ? 2.f / 3.f : 1.f; }
    template <class C>
    float eff(Level<C> const& f, int dir) {  // mean interior coefficient
        Dim const& d = f.d;
        double s = 0;
        long n = 0;
        for (int k = 0; k < d.nz - 1; k += std::max(1, d.nz / 8))
            for (int j = 0; j < d.ny - 1; j += std::max(1, d.ny / 16))
                for (int i = 0; i < d.nx - 1; i++) {
                    size_t o = d.id(i, j, k);
                    float v = dir == 0 ? f.c.wx * float(f.c.x[o]) : f.c.wz * float(f.c.z[o]);
                    if (v > 0) {
                        s += v;
                        n++;
                    }
                }
        return n ? s / n : 0;
    }
    void build() {
        L.clear();
        L.reserve(16);
        Dim d = L0.d;
        L.emplace_back();
        coarsen(L0, L[0]);
        while (true) {
            Dim e = L.back().d;
            if ((long)e.nx * e.ny * e.nz < 300 || L.size() > 12) break;
            L.emplace_back();
            coarsen(L[L.size() - 2], L.back());
        }
        nlev = L.size();
    }
    void cycle(int l) {
        Level<float>& f = L[l];
        if (l == nlev - 1) {
            for (int s = 0; s < 12; s++) rb_sweep(f.d, f.c, f.x.p, f.b.p, 0, s == 0);
            for (int s = 0; s < 12; s++) rb_sweep(f.d, f.c, f.x.p, f.b.p, 1, false);
            return;
        }
        for (int s = 0; s < cfg.nu; s++) rb_sweep(f.d, f.c, f.x.p, f.b.p, 0, s == 0);
        restrict_res(f, L[l + 1], f.b.p);
        cycle(l + 1);
        prolong_add(f, L[l + 1]);
        for (int s = 0; s < cfg.nu; s++) rb_sweep(f.d, f.c, f.x.p, f.b.p, 1, false);
    }
    void apply(float const* r) {  // z in L0.x
        for (int s = 0; s < cfg.nu; s++) rb_sweep(L0.d, L0.c, L0.x.p, r, 0, s == 0);
        restrict_res(L0, L[0], r);
        cycle(0);
        prolong_add(L0, L[0]);
        for (int s = 0; s < cfg.nu; s++) rb_sweep(L0.d, L0.c, L0.x.p, r, 1, false);
    }
};
template <class T>
static double det_sum(int nz, T f) {
    std::vector<double> s(nz);
    pchunk(nz, [&](int a, int e) {
        for (int k = a; k < e; k++) s[k] = f(k);
    });
    double r = 0;
    for (double v : s) r += v;
    return r;
}  // fixed order => deterministic

using C = uint8_t;
struct Solver {
    Problem const& p;
    Dim const& d;
    MG<C> M;
    Arr<double> x;
    Arr<float> r, pp, q, e;
    int it = 0, out = 0;
    explicit Solver(Problem const& problem) : p(problem), d(problem.d), x(d.n), r(d.n), pp(d.n), q(d.n), e(d.n) {
        M.L0.d = d;
        M.L0.c.x.alloc(d.n);
        M.L0.c.y.alloc(d.n);
        M.L0.c.z.alloc(d.n);
        M.L0.x.alloc(d.n);
        for (size_t o = 0; o < d.n; o++) {
            M.L0.c.x[o] = p.ox[o];
            M.L0.c.y[o] = p.oy[o];
            M.L0.c.z[o] = p.oz[o];
        }
        M.L0.c.wx = p.kx;
        M.L0.c.wy = p.ky;
        M.L0.c.wz = p.kz;
        M.build();
    }
    void solve(double tol, double itol) {
        std::fill(x.p, x.p + d.n, 0.);
        it = out = 0;
        double bn = 0, rr = 1;
        while (out < 8) {  // double residual
            double rn = det_sum(d.nz, [&](int k) {
                double s = 0;
                for (int j = 0; j < d.ny; j++) {
                    size_t o = d.id(0, j, k);
                    const double* X = x.p + o;
                    float* R = r.p + o;
                    const float* Bb = p.b.data() + o;
                    const uint8_t *ox = p.ox.data() + o, *oy = p.oy.data() + o, *oz = p.oz.data() + o;
                    ptrdiff_t sx = d.sx, sy = d.sy;
                    double kx = p.kx, ky = p.ky, kz = p.kz;
                    int nx = d.nx;
#pragma GCC ivdep
                    for (int i = 0; i < nx; i++) {
                        double Y = X[i];
                        R[i] = float(Bb[i] - (kx * (ox[i] * (Y - X[i + 1]) + ox[i - 1] * (Y - X[i - 1])) +
                                              ky * (oy[i] * (Y - X[i + sx]) + oy[i - sx] * (Y - X[i - sx])) +
                                              kz * (oz[i] * (Y - X[i + sy]) + oz[i - sy] * (Y - X[i - sy]))));
                    }
                    double a[16] = {};
                    int i = 0;
                    for (; i + 16 <= nx; i += 16)
                        for (int l = 0; l < 16; l++) a[l] += double(R[i + l]) * R[i + l];
                    for (; i < nx; i++) a[0] += double(R[i]) * R[i];
                    for (double v : a) s += v;
                }
                return s;
            });
            if (!out) bn = rn;
            rr = std::sqrt(rn / bn);
            if (rr < tol) break;
            out++;
            double goal = std::max(itol * itol * rn, 0.25 * tol * tol * bn);
            double rz = 0;
            bool first = true;
            while (it < 200) {
                M.apply(r.p);
                float const* z = M.L0.x.p;
                double rzn = det_sum(d.nz, [&](int k) {
                    double s = 0;
                    for (int j = 0; j < d.ny; j++) {
                        size_t o = d.id(0, j, k);
                        const float *R = r.p + o, *Z = z + o;
                        float a[16] = {};
                        int i = 0, nx = d.nx;
                        for (; i + 16 <= nx; i += 16)
                            for (int l = 0; l < 16; l++) a[l] += R[i + l] * Z[i + l];
                        for (; i < nx; i++) a[0] += R[i] * Z[i];
                        for (float v : a) s += v;
                    }
                    return s;
                });
                float be = first ? 0.f : float(rzn / rz);
                bool f0 = first;
                rz = rzn;
                first = false;
                pchunk(d.nz, [&](int a, int b) {
                    for (int k = a; k < b; k++)
                        for (int j = 0; j < d.ny; j++) {
                            size_t o = d.id(0, j, k);
                            float* P = pp.p + o;
                            const float* Z = z + o;
                            int nx = d.nx;
                            float bb = be;
                            if (f0) {
                                memcpy(P, Z, nx * 4);
                            } else {
#pragma GCC ivdep
                                for (int i = 0; i < nx; i++) P[i] = Z[i] + bb * P[i];
                            }
                        }
                });
                double pq = det_sum(d.nz, [&](int k) {
                    double s = 0;
                    for (int j = 0; j < d.ny; j++) {
                        size_t o = d.id(0, j, k);
                        const float* P = pp.p + o;
                        float* Q = q.p + o;
                        const uint8_t *ox = p.ox.data() + o, *oy = p.oy.data() + o, *oz = p.oz.data() + o;
                        ptrdiff_t sx = d.sx, sy = d.sy;
                        float kx = p.kx, ky = p.ky, kz = p.kz;
                        int nx = d.nx;
#pragma GCC ivdep
                        for (int i = 0; i < nx; i++) {
                            float X = P[i];
                            Q[i] = kx * (float(ox[i]) * (X - P[i + 1]) + float(ox[i - 1]) * (X - P[i - 1])) +
                                   ky * (float(oy[i]) * (X - P[i + sx]) + float(oy[i - sx]) * (X - P[i - sx])) +
                                   kz * (float(oz[i]) * (X - P[i + sy]) + float(oz[i - sy]) * (X - P[i - sy]));
                        }
                        float a[16] = {};
                        int i = 0;
                        for (; i + 16 <= nx; i += 16)
                            for (int l = 0; l < 16; l++) a[l] += P[i + l] * Q[i + l];
                        for (; i < nx; i++) a[0] += P[i] * Q[i];
                        for (float v : a) s += v;
                    }
                    return s;
                });
                float al = rz / pq;
                bool ef = f0;
                double rn2 = det_sum(d.nz, [&](int k) {
                    double s = 0;
                    for (int j = 0; j < d.ny; j++) {
                        size_t o = d.id(0, j, k);
                        float *E = e.p + o, *R = r.p + o;
                        const float *P = pp.p + o, *Q = q.p + o;
                        int nx = d.nx;
                        float aa = al, keep = ef ? 0.f : 1.f;
                        float a[16] = {};
                        int i = 0;
                        for (; i + 16 <= nx; i += 16)
                            for (int l = 0; l < 16; l++) {
                                E[i + l] = keep * E[i + l] + aa * P[i + l];
                                float v = R[i + l] - aa * Q[i + l];
                                R[i + l] = v;
                                a[l] += v * v;
                            }
                        for (; i < nx; i++) {
                            E[i] = keep * E[i] + aa * P[i];
                            float v = R[i] - aa * Q[i];
                            R[i] = v;
                            a[0] += v * v;
                        }
                        for (float v : a) s += v;
                    }
                    return s;
                });
                it++;
                if (rn2 < goal) break;
            }
            pchunk(d.nz, [&](int a, int b) {
                for (int k = a; k < b; k++)
                    for (int j = 0; j < d.ny; j++) {
                        size_t o = d.id(0, j, k);
                        double* X = x.p + o;
                        const float* E = e.p + o;
                        int nx = d.nx;
#pragma GCC ivdep
                        for (int i = 0; i < nx; i++) X[i] += E[i];
                    }
            });
        }
    }
};

}  // namespace
}  // namespace prototype

struct PrototypeSolver::State {
    State(Problem const& p, int n) : n_threads(n) {
        tbb::global_control const limit(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(n));
        prototype::cfg.nthreads = n;
        solver = std::make_unique<prototype::Solver>(p);
    }
    int n_threads;
    std::unique_ptr<prototype::Solver> solver;
};

PrototypeSolver::PrototypeSolver(Problem const& problem, int n_threads)
    : state_(std::make_unique<State>(problem, n_threads)) {}
PrototypeSolver::~PrototypeSolver() = default;

Outcome PrototypeSolver::solve() {
    tbb::global_control const limit(tbb::global_control::max_allowed_parallelism,
                                    static_cast<std::size_t>(state_->n_threads));
    prototype::cfg.nthreads = state_->n_threads;
    Stopwatch const watch;
    state_->solver->solve(1e-6, 1e-3);
    double const seconds = watch.seconds();
    return {seconds, state_->solver->it, relative_residual(state_->solver->p, state_->solver->x.p)};
}

}  // namespace hacthanh::bench
