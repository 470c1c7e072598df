#include "sim/dispersion/line_source.hpp"

#include "sim/core/aligned_array.hpp"
#include "sim/core/contracts.hpp"
#include "sim/dispersion/detail/adaptive_simpson.hpp"
#include "sim/dispersion/detail/line_kernels.hpp"
#include "sim/dispersion/detail/plume_fit.hpp"
#include "sim/dispersion/detail/receptor_blocks.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <tuple>
#include <utility>

namespace hacthanh::dispersion {
namespace {

using detail::LineAccuracy;
using detail::WindSegment;

constexpr double yardstick = 1e-10;             ///< relative error of integral() [1]
constexpr double single_precision_from = 1e-5;  ///< tolerance [1]; below, rounding of floats would show

/// How many nodes a tolerance needs: bounds of what was measured on random pieces (docs/theory/line_source.md).
LineAccuracy accuracy_for(double tolerance) {
    double const digits = -std::log10(tolerance);
    return {std::sqrt(2 * std::log(1 / tolerance)) + 0.3, 1 + 0.5 * digits, 0.45 + 0.12 * digits, 0.6 + 0.2 * digits};
}

}  // namespace

class LineSource::Engine {
public:
    Engine(SurfaceLayer const& air, double wind_from_deg, std::vector<RoadSource> const& sources, double height,
           LineSourceOptions const& options)
        : height_(height), options_(options), accuracy_(accuracy_for(options.tolerance)) {
        double const angle = wind_from_deg * std::numbers::pi / 180;
        along_ = {-std::sin(angle), -std::cos(angle)};
        for (auto const& source : sources) plumes_.emplace_back(air, source);
        straight_.resize(plumes_.size());
        meander_.resize(plumes_.size());
        std::map<Kind, std::size_t> open_passes;
        for (std::size_t n = 0; n < plumes_.size(); ++n) {
            if (sources[n].barriers) continue;
            straight_[n] = {passes_.size()};
            meander_[n] = passes_.size();
            open_passes.emplace(kind(sources[n]), passes_.size());
            passes_.push_back({detail::fit_open(plumes_[n], height, options.farthest_m, options.meander), true, true});
        }
        add_walled(air, open_passes);
    }

    /// From the network's frame to that of the wind.
    city::Point turned(city::Point p) const {
        return {p.x * along_.x + p.y * along_.y, -p.x * along_.y + p.y * along_.x};
    }

    double integral(RoadPiece const& piece, city::Point receptor) const {
        LinePlume const& plume = plumes_[piece.source];
        city::Point const a = turned({receptor.x - piece.from.x, receptor.y - piece.from.y});
        city::Point const b = turned({receptor.x - piece.to.x, receptor.y - piece.to.y});
        double const length = std::hypot(a.x - b.x, a.y - b.y);
        auto const at = [&](double t) { return city::Point{a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)}; };
        auto const straight = [&](double t) {
            auto const p = at(t);
            if (p.x <= 0) return 0.0;
            double const share = options_.meander ? 1 - plume.meander_share(p.x) : 1.0;
            return share * plume.concentration(p.x, p.y, height_);
        };
        auto const around = [&](double t) {
            auto const p = at(t);
            double const r = std::hypot(p.x, p.y);
            return plume.meander_share(r) * plume.meander_concentration(r, height_);
        };
        if (piece.is_point()) return straight(0) + (options_.meander ? around(0) : 0.0);
        double sum = 0;
        if (a.x > 0 || b.x > 0) {  // the part that is upwind of the receptor
            double const border = a.x == b.x ? 0 : a.x / (a.x - b.x);
            double const low = a.x > 0 ? 0 : border;
            double const high = b.x > 0 ? 1 : border;
            double const wall = plume.source().barriers ? plume.source().barriers->downwind_distance : 0;
            double const jump = a.x == b.x ? low : std::clamp((wall - a.x) / (b.x - a.x), low, high);
            if (low < jump) sum += detail::integrate<64>(straight, low, jump, yardstick);
            if (jump < high) sum += detail::integrate<64>(straight, jump, high, yardstick);
        }
        if (options_.meander) {
            double const foot = std::clamp((a.x * (a.x - b.x) + a.y * (a.y - b.y)) / (length * length), 0.0, 1.0);
            if (foot > 0) sum += detail::integrate<64>(around, 0, foot, yardstick);
            if (foot < 1) sum += detail::integrate<64>(around, foot, 1, yardstick);
        }
        return sum * length;
    }

    std::vector<std::vector<double>> concentrations(std::span<RoadPiece const> pieces, std::span<double const> rates,
                                                    std::size_t n_species, std::span<city::Point const> receptors,
                                                    Parallel const& parallel) const {
        std::vector<std::vector<double>> found(n_species, std::vector<double>(receptors.size(), 0.0));
        std::vector<city::Point> places(receptors.size());
        for (std::size_t n = 0; n < receptors.size(); ++n) places[n] = turned(receptors[n]);
        bool const floats = options_.tolerance >= single_precision_from;
        detail::ReceptorBlocks const blocks(places);
        std::vector<detail::Circle> circles;
        for (std::size_t b = 0; b < blocks.count(); ++b) circles.push_back(blocks.circle(b));
        auto const work = by_pass(pieces, rates, n_species);
        for (std::size_t pass = 0; pass < passes_.size(); ++pass) {
            if (work[pass].segments.empty()) continue;
            parallel.for_blocks(blocks.count(), 1, [&](std::size_t begin, std::size_t end) {
                for (std::size_t b = begin; b < end; ++b)
                    if (floats)
                        treat<float>(blocks, b, circles[b], passes_[pass], work[pass], n_species, found);
                    else
                        treat<double>(blocks, b, circles[b], passes_[pass], work[pass], n_species, found);
            });
        }
        return found;
    }

    double fit_error() const {
        double worst = 0;
        for (auto const& pass : passes_) worst = std::max(worst, pass.fit.worst_error);
        return worst;
    }

private:
    /// One plume that the kernels know, and which of its parts they add.
    struct Pass {
        detail::PlumeFit fit;
        bool straight;
        bool meandering;
    };
    /// What one pass is about.
    struct Work {
        std::vector<WindSegment> segments;
        std::vector<double> rates;  ///< [segment][species]
    };
    using Kind = std::tuple<double, double, double, double>;  ///< of a road but for its walls

    static Kind kind(RoadSource const& source) {
        return {source.height, source.sigma_z0, source.sigma_y0, source.loss_rate};
    }

    /// Roads with walls: a pass before the wall, one behind it, and one of what meanders, which all roads of a kind
    /// with walls of the same height share.
    void add_walled(SurfaceLayer const& air, std::map<Kind, std::size_t>& open_passes) {
        std::map<std::pair<Kind, double>, std::size_t> meanders;
        double const far = options_.farthest_m;
        for (std::size_t n = 0; n < plumes_.size(); ++n) {
            if (!plumes_[n].source().barriers) continue;
            RoadSource source = plumes_[n].source();
            Barriers const walls = *std::exchange(source.barriers, std::nullopt);
            LinePlume const open(air, source);
            auto const [of_kind, is_new] = open_passes.try_emplace(kind(source), passes_.size());
            if (is_new) passes_.push_back({detail::fit_open(open, height_, far, options_.meander), true, true});
            double const wall = walls.downwind_height > 0 ? std::min(walls.downwind_distance, far) : far;
            auto const stretch = [&, open_pass = of_kind->second](double first, double last) {
                if (first >= last) return;
                straight_[n].push_back(passes_.size());
                auto const fit = detail::fit_stretch(plumes_[n], open, passes_[open_pass].fit, height_, first, last);
                passes_.push_back({fit, true, false});
            };
            stretch(0, wall);
            stretch(wall, far);
            if (!options_.meander) continue;
            double const higher = std::max(walls.downwind_height, walls.upwind_height);
            auto const [known, is_first] = meanders.try_emplace({kind(source), higher}, passes_.size());
            if (is_first) passes_.push_back({detail::fit_meander(plumes_[n], height_, far), false, true});
            meander_[n] = known->second;
        }
    }

    /// The segments of every pass, in the order of the pieces.
    std::vector<Work> by_pass(std::span<RoadPiece const> pieces, std::span<double const> rates,
                              std::size_t n_species) const {
        std::vector<Work> work(passes_.size());
        for (std::size_t n = 0; n < pieces.size(); ++n) {
            auto const from = turned(pieces[n].from);
            auto const to = turned(pieces[n].to);
            // the sum over a point is one place of length 1
            double const length = pieces[n].is_point() ? 1 : std::hypot(to.x - from.x, to.y - from.y);
            if (length <= 0) continue;
            HACTHANH_EXPECT(!pieces[n].is_point() || !plumes_[pieces[n].source].source().barriers);
            auto const part = [&](double d) { return std::abs(d) < 1e-12 * length ? 0.0 : d; };  // rounding
            WindSegment const segment{from.x, from.y, part(to.x - from.x), part(to.y - from.y), length};
            auto const of_piece = rates.subspan(n * n_species, n_species);
            auto const add = [&](std::size_t pass) {
                work[pass].segments.push_back(segment);
                work[pass].rates.insert(work[pass].rates.end(), of_piece.begin(), of_piece.end());
            };
            auto const source = pieces[n].source;
            for (std::size_t const pass : straight_[source]) add(pass);
            if (!options_.meander || passes_[meander_[source]].straight) continue;
            Work& around = work[meander_[source]];
            if (goes_on(around, segment, of_piece)) {  // parts of one piece, cut where another wall begins
                WindSegment& last = around.segments.back();
                last.dx = part(to.x - last.x);
                last.dy = part(to.y - last.y);
                last.length = std::hypot(to.x - last.x, to.y - last.y);
            } else {
                add(meander_[source]);
            }
        }
        return work;
    }

    /// Whether a segment goes on straight where the last one of a pass ends, with the same rates.
    static bool goes_on(Work const& work, WindSegment const& next, std::span<double const> rates) {
        if (work.segments.empty()) return false;
        WindSegment const& last = work.segments.back();
        double const gap = std::hypot(last.x + last.dx - next.x, last.y + last.dy - next.y);
        double const turn = std::abs(last.dx * next.dy - last.dy * next.dx);
        return gap <= 1e-9 * last.length && turn <= 1e-9 * last.length * next.length &&
               last.dx * next.dx + last.dy * next.dy > 0 &&
               std::equal(rates.begin(), rates.end(), work.rates.end() - static_cast<std::ptrdiff_t>(rates.size()));
    }

    /// Whether the straight plume of a segment reaches a circle.
    bool reaches(WindSegment const& s, detail::Circle const& circle, detail::PlumeFit const& fit) const {
        double const x_far = circle.x - std::min(s.x, s.x + s.dx) + circle.radius;
        double const x_near = circle.x - std::max(s.x, s.x + s.dx) - circle.radius;
        if (x_far <= fit.doubles.first_x || x_near > fit.doubles.last_x) return false;
        double const width = accuracy_.reach * fit.sigma_y_bound(x_far) + circle.radius;
        return std::min(s.y, s.y + s.dy) - width < circle.y && circle.y < std::max(s.y, s.y + s.dy) + width;
    }

    bool is_near(WindSegment const& s, detail::Circle const& circle) const {
        double const middle = std::hypot(s.x + 0.5 * s.dx - circle.x, s.y + 0.5 * s.dy - circle.y);
        return middle < options_.farthest_m - circle.radius - 0.5 * s.length;
    }

    template <class Real>
    void treat(detail::ReceptorBlocks const& blocks, std::size_t block, detail::Circle const& circle, Pass const& pass,
               Work const& work, std::size_t n_species, std::vector<std::vector<double>>& found) const {
        constexpr bool single = sizeof(Real) == sizeof(float);
        constexpr std::size_t lanes = single ? detail::group_floats : detail::group_doubles;
        auto const& kernels = detail::best_line_kernels();
        auto const& fit = pass.fit;
        auto const& [segments, rates] = work;
        bool const meanders = pass.meandering && options_.meander;
        std::vector<std::size_t> plumes;
        std::vector<std::size_t> around;
        for (std::size_t n = 0; n < segments.size(); ++n) {
            if (!is_near(segments[n], circle)) continue;
            if (meanders) around.push_back(n);
            if (pass.straight && reaches(segments[n], circle, fit)) plumes.push_back(n);
        }
        if (plumes.empty() && around.empty()) return;
        std::vector<WindSegment> chosen;
        std::vector<double> chosen_rates;
        alignas(64) Real x[lanes];
        alignas(64) Real y[lanes];
        AlignedArray<Real> sums(n_species * lanes);
        detail::LineTask<Real> task{};
        if constexpr (single)
            task.plume = &fit.floats;
        else
            task.plume = &fit.doubles;
        task.rules = &detail::gauss_rules<Real>();
        task.accuracy = accuracy_;
        task.n_species = n_species;
        task.x = x;
        task.y = y;
        auto const members = blocks.members(block);
        for (std::size_t first = 0; first < members.size(); first += lanes) {
            std::size_t const count = std::min(lanes, members.size() - first);
            for (std::size_t i = 0; i < lanes; ++i) {
                auto const& place = blocks.place(members[first + std::min(i, count - 1)]);
                x[i] = static_cast<Real>(place.x - circle.x);
                y[i] = static_cast<Real>(place.y - circle.y);
            }
            std::fill(sums.begin(), sums.end(), Real(0));
            task.sums = sums.data();
            auto const group = blocks.circle(members.subspan(first, count));
            for (bool const straight : {true, false}) {
                auto const& near = straight ? plumes : around;
                if (near.empty()) continue;
                chosen.clear();
                chosen_rates.clear();
                for (std::size_t const n : near) {
                    if (straight && !reaches(segments[n], group, fit)) continue;
                    chosen.push_back(segments[n]);
                    chosen.back().x -= circle.x;
                    chosen.back().y -= circle.y;
                    chosen_rates.insert(chosen_rates.end(), rates.begin() + static_cast<std::ptrdiff_t>(n * n_species),
                                        rates.begin() + static_cast<std::ptrdiff_t>((n + 1) * n_species));
                }
                task.segments = chosen.data();
                task.n_segments = chosen.size();
                task.rates = chosen_rates.data();
                task.straight = straight;
                task.meandering = !straight;
                if constexpr (single)
                    kernels.add_floats(task);
                else
                    kernels.add_doubles(task);
            }
            for (std::size_t s = 0; s < n_species; ++s)
                for (std::size_t i = 0; i < count; ++i)
                    found[s][members[first + i]] += static_cast<double>(sums[s * lanes + i]);
        }
    }

    double height_;
    LineSourceOptions options_;
    LineAccuracy accuracy_;
    city::Point along_;  ///< where the wind blows to
    std::vector<LinePlume> plumes_;
    std::vector<Pass> passes_;
    std::vector<std::vector<std::size_t>> straight_;  ///< by source: the passes of its straight plume
    std::vector<std::size_t> meander_;                ///< by source: the pass of what meanders
};

LineSource::LineSource(SurfaceLayer const& air, double wind_from_deg, std::vector<RoadSource> const& sources,
                       double height, LineSourceOptions const& options)
    : engine_(std::make_unique<Engine>(air, wind_from_deg, sources, height, options)) {
    HACTHANH_EXPECT(options.tolerance > 0 && options.tolerance <= 0.1 && options.farthest_m > 10 && height >= 0);
}
LineSource::LineSource(LineSource&&) noexcept = default;
LineSource::~LineSource() = default;

std::vector<std::vector<double>> LineSource::concentrations(std::span<RoadPiece const> pieces,
                                                            std::span<double const> rates, std::size_t n_species,
                                                            std::span<city::Point const> receptors,
                                                            Parallel const& parallel) const {
    HACTHANH_EXPECT(rates.size() == pieces.size() * n_species);
    return engine_->concentrations(pieces, rates, n_species, receptors, parallel);
}

double LineSource::integral(RoadPiece const& piece, city::Point receptor) const {
    return engine_->integral(piece, receptor);
}

double LineSource::fit_error() const { return engine_->fit_error(); }

}  // namespace hacthanh::dispersion
