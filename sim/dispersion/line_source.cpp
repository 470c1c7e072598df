#include "sim/dispersion/line_source.hpp"

#include "sim/core/aligned_array.hpp"
#include "sim/core/contracts.hpp"
#include "sim/dispersion/detail/adaptive_simpson.hpp"
#include "sim/dispersion/detail/line_kernels.hpp"
#include "sim/dispersion/detail/plume_fit.hpp"
#include "sim/dispersion/detail/receptor_blocks.hpp"
#include "sim/dispersion/detail/walled_plume.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
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
        for (auto const& source : sources) {
            plumes_.emplace_back(air, source);
            fits_.emplace_back();
            walled_.emplace_back();
            if (source.barriers)
                walled_.back().emplace(plumes_.back(), height, options.farthest_m, options.meander);
            else
                fits_.back().emplace(plumes_.back(), height, options.farthest_m, options.meander);
        }
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
        for (std::uint32_t source = 0; source < plumes_.size(); ++source) {
            std::vector<WindSegment> segments;
            std::vector<double> of_segments;
            for (std::size_t n = 0; n < pieces.size(); ++n) {
                if (pieces[n].source != source) continue;
                auto const from = turned(pieces[n].from);
                auto const to = turned(pieces[n].to);
                double const length = std::hypot(to.x - from.x, to.y - from.y);
                if (length <= 0) continue;
                auto const part = [&](double d) { return std::abs(d) < 1e-12 * length ? 0.0 : d; };  // rounding
                segments.push_back({from.x, from.y, part(to.x - from.x), part(to.y - from.y), length});
                of_segments.insert(of_segments.end(), rates.begin() + static_cast<std::ptrdiff_t>(n * n_species),
                                   rates.begin() + static_cast<std::ptrdiff_t>((n + 1) * n_species));
            }
            if (segments.empty()) continue;
            if (!fits_[source]) continue;
            parallel.for_blocks(blocks.count(), 1, [&](std::size_t begin, std::size_t end) {
                for (std::size_t b = begin; b < end; ++b)
                    if (floats)
                        treat<float>(blocks, b, *fits_[source], segments, of_segments, n_species, found);
                    else
                        treat<double>(blocks, b, *fits_[source], segments, of_segments, n_species, found);
            });
        }
        add_barriers(pieces, rates, n_species, receptors, parallel, found);
        return found;
    }

    double fit_error() const {
        double worst = 0;
        for (auto const& fit : fits_)
            if (fit) worst = std::max(worst, fit->worst_error);
        return worst;
    }

private:
    /// Whether the straight plume of a segment reaches a circle.
    bool reaches(WindSegment const& s, detail::Circle const& circle, detail::PlumeFit const& fit) const {
        double const x_far = circle.x - std::min(s.x, s.x + s.dx) + circle.radius;
        if (x_far <= 0) return false;
        double const width = accuracy_.reach * fit.sigma_y_bound(x_far) + circle.radius;
        return std::min(s.y, s.y + s.dy) - width < circle.y && circle.y < std::max(s.y, s.y + s.dy) + width;
    }

    bool is_near(WindSegment const& s, detail::Circle const& circle) const {
        double const middle = std::hypot(s.x + 0.5 * s.dx - circle.x, s.y + 0.5 * s.dy - circle.y);
        return middle < options_.farthest_m - circle.radius - 0.5 * s.length;
    }

    template <class Real>
    void treat(detail::ReceptorBlocks const& blocks, std::size_t block, detail::PlumeFit const& fit,
               std::span<WindSegment const> segments, std::span<double const> rates, std::size_t n_species,
               std::vector<std::vector<double>>& found) const {
        constexpr bool single = sizeof(Real) == sizeof(float);
        constexpr std::size_t lanes = single ? detail::group_floats : detail::group_doubles;
        auto const& kernels = detail::best_line_kernels();
        auto const circle = blocks.circle(block);
        std::vector<std::size_t> plumes;
        std::vector<std::size_t> around;
        for (std::size_t n = 0; n < segments.size(); ++n) {
            if (!is_near(segments[n], circle)) continue;
            around.push_back(n);
            if (reaches(segments[n], circle, fit)) plumes.push_back(n);
        }
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
                if (!straight && !options_.meander) break;
                chosen.clear();
                chosen_rates.clear();
                for (std::size_t const n : straight ? plumes : around) {
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

    void add_barriers(std::span<RoadPiece const> pieces, std::span<double const> rates, std::size_t n_species,
                      std::span<city::Point const> receptors, Parallel const& parallel,
                      std::vector<std::vector<double>>& found) const {
        std::vector<std::size_t> walled;
        for (std::size_t n = 0; n < pieces.size(); ++n)
            if (walled_[pieces[n].source]) walled.push_back(n);
        if (walled.empty()) return;
        parallel.for_blocks(receptors.size(), 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t r = begin; r < end; ++r)
                for (std::size_t const n : walled) {
                    auto const& [from, to, source] = pieces[n];
                    double const middle =
                        std::hypot(0.5 * (from.x + to.x) - receptors[r].x, 0.5 * (from.y + to.y) - receptors[r].y);
                    if ((from.x == to.x && from.y == to.y) || middle > options_.farthest_m) continue;
                    double const value = walled_[source]->integral(
                        turned({receptors[r].x - from.x, receptors[r].y - from.y}),
                        turned({receptors[r].x - to.x, receptors[r].y - to.y}), options_.tolerance);
                    for (std::size_t s = 0; s < n_species; ++s) found[s][r] += rates[n * n_species + s] * value;
                }
        });
    }

    double height_;
    LineSourceOptions options_;
    LineAccuracy accuracy_;
    city::Point along_;  ///< where the wind blows to
    std::vector<LinePlume> plumes_;
    std::vector<std::optional<detail::PlumeFit>> fits_;       ///< nothing for sources with barriers
    std::vector<std::optional<detail::WalledPlume>> walled_;  ///< nothing for sources without
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
