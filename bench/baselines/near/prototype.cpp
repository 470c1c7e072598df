// Kept as it was measured, but for names and the form of its arrays; compiled with its own flags
// (bench/CMakeLists.txt).
#include "bench/baselines/near/prototype.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace hacthanh::bench::prototype {
namespace {

inline float larger(float a, float b) { return a > b ? a : b; }
inline float smaller(float a, float b) { return a < b ? a : b; }

inline float fexp(float x) {
    x = larger(x, -87.F);
    float const t = x * 1.44269504F;
    float const f = std::floor(t);
    float const r = t - f;
    float const p =
        1.F + r * (0.69314718F + r * (0.24022651F + r * (0.05550411F + r * (0.00961813F + r * 0.00133336F))));
    int const e = static_cast<int>(f);
    union {
        int i;
        float f;
    } u;
    u.i = (e + 127) << 23;
    return p * u.f;
}
inline float flog2(float x) {
    union {
        float f;
        int i;
    } u;
    u.f = x;
    int const e = ((u.i >> 23) & 255) - 127;
    u.i = (u.i & 0x7fffff) | 0x3f800000;
    float const m = u.f;
    return e + (-2.7868F + m * (5.0473F + m * (-3.4925F + m * (1.5940F + m * (-0.40469F + m * 0.043428F)))));
}
inline float fpow(float x, float p) { return fexp(0.69314718F * p * flog2(x)); }
inline float ferf(float x) {
    float const a = std::fabs(x), t = 1.F / (1.F + 0.3275911F * a);
    float const y =
        1.F - t * (0.254829592F + t * (-0.284496736F + t * (1.421413741F + t * (-1.453152027F + t * 1.061405429F)))) *
                  fexp(-a * a);
    return std::copysign(y, x);
}

constexpr float az = 0.15F, pz = 0.85F, ay = 0.22F, py = 0.9F, hs = 0.5F, hr = 1.5F, sz0 = 1.5F;

void block_erf(Segment const& s, float ux, float uy, float U, float q, float const* __restrict rx,
               float const* __restrict ry, float* __restrict c, int n) {
    float const X1 = s.x1 * ux + s.y1 * uy, Y1 = -s.x1 * uy + s.y1 * ux, X2 = s.x2 * ux + s.y2 * uy,
                Y2 = -s.x2 * uy + s.y2 * ux;
    float const dx = X2 - X1, dy = Y2 - Y1, L = std::sqrt(dx * dx + dy * dy);
    float const ct = std::max(std::fabs(dy) / L, 0.08F);
    float const g = q / (2.50663F * U * ct);
#pragma GCC ivdep
    for (int i = 0; i < n; i++) {
        float const X = rx[i] * ux + ry[i] * uy, Y = -rx[i] * uy + ry[i] * ux;
        float const a = X - X1, b = X - X2;
        float m = std::fabs(dy) > 1e-3F ? (Y - Y1) / dy : 0.5F;
        m = smaller(larger(m, 0.F), 1.F);
        float const xe = larger(a - m * dx, 1.F);
        float const sz = sz0 + az * fpow(xe, pz);
        float const i2 = 1.F / (2.F * sz * sz);
        float const v = (fexp(-(hr - hs) * (hr - hs) * i2) + fexp(-(hr + hs) * (hr + hs) * i2)) / sz;
        float const s1 = ay * fpow(larger(a, 1.F), py), s2 = ay * fpow(larger(b, 1.F), py);
        float const t1 = (Y - Y1) / (1.41421F * s1), t2 = (Y - Y2) / (1.41421F * s2);
        float const h = .5F * std::fabs(ferf(t1) - ferf(t2));
        float const r = g * v * h;
        c[i] += (larger(a, b) > 1.F) ? r : 0.F;
    }
}

void block_gauss(Segment const& s, float ux, float uy, float U, float q, float const* __restrict rx,
                 float const* __restrict ry, float* __restrict c, int n, float const* node, float const* weight,
                 int nodes) {
    float const X1 = s.x1 * ux + s.y1 * uy, Y1 = -s.x1 * uy + s.y1 * ux, X2 = s.x2 * ux + s.y2 * uy,
                Y2 = -s.x2 * uy + s.y2 * ux;
    float const L = std::hypot(X2 - X1, Y2 - Y1);
    for (int p = 0; p < nodes; p++) {
        float const px = X1 + node[p] * (X2 - X1), pyy = Y1 + node[p] * (Y2 - Y1),
                    g = q * L * weight[p] / (6.2831853F * U);
#pragma GCC ivdep
        for (int i = 0; i < n; i++) {
            float const X = rx[i] * ux + ry[i] * uy - px, Y = -rx[i] * uy + ry[i] * ux - pyy;
            float const xe = larger(X, 1.F), l = flog2(xe);
            float const sz = sz0 + az * fexp(0.69314718F * pz * l), sy = ay * fexp(0.69314718F * py * l);
            float const i2 = .5F / (sz * sz);
            float const r = g / (sz * sy) * (fexp(-(hr - hs) * (hr - hs) * i2) + fexp(-(hr + hs) * (hr + hs) * i2)) *
                            fexp(-.5F * Y * Y / (sy * sy));
            c[i] += X > 1.F ? r : 0.F;
        }
    }
}

inline float flog(float x) {
    int i;
    std::memcpy(&i, &x, 4);
    int const e = ((i >> 23) & 255) - 127;
    i = (i & 0x7fffff) | 0x3f800000;
    float m;
    std::memcpy(&m, &i, 4);
    m -= 1.F;
    float const p =
        m * (0.99983307F +
             m * (-0.49699315F + m * (0.31573312F + m * (-0.18949416F + m * (0.08376545F - m * 0.01969746F)))));
    return 0.69314718F * e + p;
}
inline void fsincos2pi(float u, float& s, float& c) {
    float const q = u * 4.F;
    int const iq = static_cast<int>(q + .5F);
    float const r = (q - iq) * 1.57079633F, r2 = r * r;
    float const sn = r * (1.F + r2 * (-1.F / 6 + r2 * (1.F / 120 - r2 * (1.F / 5040)))),
                cs = 1.F + r2 * (-.5F + r2 * (1.F / 24 - r2 * (1.F / 720)));
    bool const sw = iq & 1;
    float const a = sw ? cs : sn, b = sw ? sn : cs;
    s = (iq & 2) ? -a : a;
    c = ((iq + 1) & 2) ? -b : b;
}
inline void philox(std::uint32_t& c0, std::uint32_t& c1, std::uint32_t& c2, std::uint32_t& c3, std::uint32_t k0,
                   std::uint32_t k1) {
    for (int r = 0; r < 10; r++) {
        std::uint64_t const a = std::uint64_t(0xD2511F53U) * c0, b = std::uint64_t(0xCD9E8D57U) * c2;
        std::uint32_t const n0 = std::uint32_t(b >> 32) ^ c1 ^ k0, n1 = std::uint32_t(b),
                            n2 = std::uint32_t(a >> 32) ^ c3 ^ k1, n3 = std::uint32_t(a);
        c0 = n0;
        c1 = n1;
        c2 = n2;
        c3 = n3;
        k0 += 0x9E3779B9U;
        k1 += 0xBB67AE85U;
    }
}

constexpr int B = 256;

void gauss(std::uint32_t id0, std::uint32_t step, std::uint32_t seed, int n, float* __restrict g0, float* __restrict g1,
           float* __restrict g2) {
#pragma GCC ivdep
    for (int i = 0; i < n; i++) {
        std::uint32_t a = id0 + i, b = step, c = seed, d = 0x9U;
        philox(a, b, c, d, 0xA5A5U, 0x1234U);
        float const u1 = (float(int(a >> 8)) + .5F) * 0x1p-24F, u2 = float(int(b >> 8)) * 0x1p-24F,
                    u3 = (float(int(c >> 8)) + .5F) * 0x1p-24F, u4 = float(int(d >> 8)) * 0x1p-24F;
        float s, co;
        float const R = std::sqrt(-2.F * flog(u1));
        fsincos2pi(u2, s, co);
        g0[i] = R * s;
        g1[i] = R * co;
        float const R2 = std::sqrt(-2.F * flog(u3));
        fsincos2pi(u4, s, co);
        g2[i] = R2 * s;
    }
}

void advance_block(ParticleField const& F, Particles& p, int i0, int n, std::uint32_t step, std::uint32_t seed,
                   float dt) {
    float g0[B], g1[B], g2[B];
    gauss(i0, step, seed, n, g0, g1, g2);
    float *x = p.x.data() + i0, *y = p.y.data() + i0, *z = p.z.data() + i0, *u = p.u.data() + i0, *v = p.v.data() + i0,
          *w = p.w.data() + i0;
    float const* f = F.cells.data();
    int const nx = F.nx, ny = F.ny, nz = F.nz;
    float const ix = F.inverse_dx, iz = F.inverse_dz;
#pragma GCC ivdep
    for (int i = 0; i < n; i++) {
        int a = (int)(x[i] * ix), b = (int)(y[i] * ix), c = (int)(z[i] * iz);
        a = a < 0 ? 0 : a >= nx ? nx - 1 : a;
        b = b < 0 ? 0 : b >= ny ? ny - 1 : b;
        c = c < 0 ? 0 : c >= nz ? nz - 1 : c;
        int const o = ((c * ny + b) * nx + a) * 8;
        float const U = f[o], V = f[o + 1], W = f[o + 2], su = f[o + 3], sw = f[o + 4], it = f[o + 5], dr = f[o + 6];
        float al = 1.F - dt * it;
        al = al > 0.F ? al : 0.F;
        float const be = std::sqrt(1.F - al * al);
        u[i] = al * u[i] + be * su * g0[i];
        v[i] = al * v[i] + be * su * g1[i];
        w[i] = al * w[i] + be * sw * g2[i] + dt * dr;
        float const X = x[i] + dt * (U + u[i]), Y = y[i] + dt * (V + v[i]);
        float Z = z[i] + dt * (W + w[i]);
        bool const neg = Z < 0.F;
        Z = neg ? -Z : Z;
        w[i] = neg ? -w[i] : w[i];
        int a2 = (int)(X * ix), b2 = (int)(Y * ix), c2 = (int)(Z * iz);
        a2 = a2 < 0 ? 0 : a2 >= nx ? nx - 1 : a2;
        b2 = b2 < 0 ? 0 : b2 >= ny ? ny - 1 : b2;
        c2 = c2 < 0 ? 0 : c2 >= nz ? nz - 1 : c2;
        float const op = f[((c2 * ny + b2) * nx + a2) * 8 + 7];
        bool const ok = op > 0.F;
        x[i] = ok ? X : x[i];
        y[i] = ok ? Y : y[i];
        z[i] = ok ? Z : z[i];
        u[i] = ok ? u[i] : -u[i];
        v[i] = ok ? v[i] : -v[i];
        w[i] = ok ? w[i] : -w[i];
    }
}

}  // namespace

namespace {

/// Calls body(segment, first receptor) for each block and the segments that may reach it.
template <class Body>
void for_reached(std::vector<Segment> const& segments, Receptors const& r, float angle, Body const& body) {
    float const ux = std::cos(angle), uy = std::sin(angle);
    int const n = Receptors::block;
    for (int b = 0; b < int(r.x.size()) / n; b++) {
        float const h = .5F * r.side, bx = r.side * float(b % r.blocks_per_row),
                    by = r.side * float(b / r.blocks_per_row);
        float const cx = (bx + h) * ux + (by + h) * uy, cy = -(bx + h) * uy + (by + h) * ux, R = h * 1.5F;
        for (Segment const& g : segments) {
            float const X = cx - (g.x1 * ux + g.y1 * uy), Y = std::fabs(cy - (-g.x1 * uy + g.y1 * ux));
            float const xm = X + R + 250;
            if (xm < 0 || Y - R - 250 > 5 * ay * std::pow(xm, py)) continue;
            body(g, ux, uy, b * n);
        }
    }
}

}  // namespace

void erf_lines(std::vector<Segment> const& segments, Receptors const& r, float angle, std::vector<float>& c) {
    for_reached(segments, r, angle, [&](Segment const& g, float ux, float uy, int first) {
        block_erf(g, ux, uy, 3.F, 1.F, r.x.data() + first, r.y.data() + first, c.data() + first, Receptors::block);
    });
}

void gauss_lines(std::vector<Segment> const& segments, Receptors const& r, float angle, float const* node,
                 float const* weight, int n, std::vector<float>& c) {
    for_reached(segments, r, angle, [&](Segment const& g, float ux, float uy, int first) {
        block_gauss(g, ux, uy, 3.F, 1.F, r.x.data() + first, r.y.data() + first, c.data() + first, Receptors::block,
                    node, weight, n);
    });
}

double converged(std::vector<Segment> const& segments, double x, double y, double angle, int nodes) {
    double const ux = std::cos(angle), uy = std::sin(angle);
    double sum = 0;
    for (Segment const& g : segments) {
        double const length = std::hypot(g.x2 - g.x1, g.y2 - g.y1);
        for (int k = 0; k < nodes; k++) {
            double const t = (k + 0.5) / nodes;
            double const dx = x - (g.x1 + t * (g.x2 - g.x1)), dy = y - (g.y1 + t * (g.y2 - g.y1));
            double const X = dx * ux + dy * uy, Y = -dx * uy + dy * ux;
            if (X <= 0) continue;
            double const xe = std::max(X, 1.0);
            double const sz = sz0 + az * std::pow(xe, pz), sy = ay * std::pow(xe, py);
            if (std::abs(Y) > 6 * sy) continue;
            sum +=
                length / nodes / (2 * M_PI * 3 * sz * sy) * std::exp(-.5 * Y * Y / (sy * sy)) *
                (std::exp(-.5 * (hr - hs) * (hr - hs) / (sz * sz)) + std::exp(-.5 * (hr + hs) * (hr + hs) / (sz * sz)));
        }
    }
    return sum;
}

void advance(ParticleField const& field, Particles& particles, std::uint32_t step, std::uint32_t seed, float dt) {
    int const n = int(particles.x.size());
    for (int b = 0; b < n; b += B) advance_block(field, particles, b, std::min(B, n - b), step, seed, dt);
}

}  // namespace hacthanh::bench::prototype
