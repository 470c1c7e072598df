#include "sim/wind/detail/column_flow.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace hacthanh::wind::detail {
namespace {

using state::FlowZone;

constexpr double facing_cosine = 0.5;      ///< a wall within 60 degrees of the wind stops it; our choice
constexpr double squarely_cosine = 0.866;  ///< edge vortices form within 30 degrees; Bagal et al. 2004, Pol et al. 2006
constexpr double shelter_height = 0.75;    ///< of H: a block upwind this high keeps the edge vortices away; our choice
constexpr double canyon_height = 1.0 / 3;  ///< of the lee wall: a lower wall opposite makes no canyon; our choice

/// One column while it is being filled.
class Column {
public:
    Column(WindScene const& scene, std::size_t i, std::size_t j)
        : scene_(scene), mesh_(scene.mesh), cells_(scene.mesh.nz()), column_(scene.canopy.at(j * scene.mesh.nx() + i)) {
        Direction const wind = blows_to(scene.profile.wind_from_deg);
        place_ = along(wind, {mesh_.x_centre(i), mesh_.y_centre(j)});
        passages_ = scene.lines.along_wind(place_, scene.reach);
        double const free_at_roof = scene.free_speed(column_.height);
        for (std::size_t k = 0; k < cells_.size(); ++k) {
            if (!mesh_.is_open(mesh_.cell({i, j, k}))) {
                cells_[k].zone = FlowZone::solid;
                continue;
            }
            double const z = mesh_.z_centre(k);
            cells_[k].speed.s = scene.canopy.speed(column_, z, scene.profile.speed[k], free_at_roof);
            if (column_.weight > 0 && z < column_.height) cells_[k].zone = FlowZone::canopy;
        }
    }

    std::vector<CellFlow> fill() {
        std::vector<CellFlow> const undisturbed = cells_;
        add_upwind_zone();
        add_rooftop();
        add_side_walls();
        add_wakes(undisturbed);
        add_canyon(undisturbed);
        return std::move(cells_);
    }

private:
    BlockShape const& shape(Passage const& passage) const { return scene_.shapes[passage.block]; }
    bool ahead(Passage const& passage) const { return passage.begin >= place_.s; }
    bool behind(Passage const& passage) const { return passage.end <= place_.s; }
    double reference(BlockShape const& shape) const { return scene_.free_speed(shape.foot + shape.height); }
    double beside(BlockShape const& shape) const { return place_.t - shape.t_centre; }

    /// Calls visit(cell, height over `foot`) for the open cells with their middle in [low, high).
    template <class Visit>
    void for_heights(double low, double high, double foot, Visit const& visit) {
        for (std::size_t k = mesh_.layer_at(low); k < cells_.size(); ++k) {
            double const z = mesh_.z_centre(k);
            if (z >= high) return;
            if (z >= low && cells_[k].zone != FlowZone::solid) visit(k, z - foot);
        }
    }

    void set(std::size_t k, ZoneFlow speed, FlowZone zone) { cells_[k] = {speed, zone}; }

    /// Of the next block on the ground downwind, and of the towers on it.
    void add_upwind_zone() {
        bool on_ground = false;
        for (auto const& passage : passages_) {
            BlockShape const& block = shape(passage);
            if (!ahead(passage) || !block.resolved) continue;
            if (block.foot <= 0 && std::exchange(on_ground, true)) return;
            double const x = passage.begin - place_.s;
            if (-passage.windward_wall.s > facing_cosine) {
                double const speed = reference(block);
                for_heights(block.foot, block.foot + block.height, block.foot, [&](std::size_t k, double z) {
                    auto const flow = upwind_flow(block, x, beside(block), z);
                    if (!flow) return;
                    if (flow->standing)
                        set(k, {0, 0, flow->rise * speed}, FlowZone::resolved);
                    else
                        set(k, {cells_[k].speed.s * flow->factor, 0, 0}, FlowZone::resolved);
                });
            }
        }
    }

    /// Whether a block upwind of `windward` (a place along the wind) keeps the wind off one of roof height `top`.
    bool sheltered(double windward, double top) const {
        return std::ranges::any_of(passages_, [&](Passage const& passage) {
            BlockShape const& block = shape(passage);
            return passage.end <= windward && block.foot + block.height >= shelter_height * top &&
                   windward - passage.end < block.cavity_length;
        });
    }

    void add_rooftop() {
        for (auto const& passage : passages_) {
            BlockShape const& block = shape(passage);
            if (ahead(passage) || behind(passage) || !block.resolved) continue;
            double const top = block.foot + block.height;
            if (-passage.windward_wall.s < squarely_cosine || sheltered(passage.begin, top)) continue;
            double const speed = reference(block);
            for_heights(top, top + block.vortex_depth, top, [&](std::size_t k, double h) {
                auto const flow = edge_vortex_speed(block, place_.s - passage.begin, h);
                if (flow) set(k, {*flow * speed, 0, 0}, FlowZone::resolved);
            });
        }
    }

    void add_side_walls() {
        double deepest = 0;
        for (auto const& block : scene_.shapes) deepest = std::max(deepest, block.resolved ? block.vortex_depth : 0);
        for (auto const& passage : scene_.lines.across_wind(place_, deepest)) {
            BlockShape const& block = shape(passage);
            if (!block.resolved) continue;
            bool const on_left = passage.end <= place_.t;
            if (!on_left && passage.begin < place_.t) continue;  // inside
            AlongWind const wall = on_left ? passage.lee_wall : passage.windward_wall;
            if (std::abs(wall.t) < squarely_cosine) continue;
            double const out = on_left ? place_.t - passage.end : passage.begin - place_.t;
            add_side_wall(block, out, on_left ? -1 : 1);
        }
    }

    /// @param towards  the side on which the block lies, +1 = left
    void add_side_wall(BlockShape const& block, double out, double towards) {
        AlongWind const inside{place_.s, place_.t + towards * (out + 0.1 * mesh_.cell_size())};
        for (auto const& passage : scene_.lines.along_wind(inside, block.vortex_length)) {
            if (passage.begin > place_.s || passage.end < place_.s || -passage.windward_wall.s < squarely_cosine)
                continue;
            double const top = block.foot + block.height;
            if (&shape(passage) != &block || sheltered(passage.begin, top)) continue;
            double const speed = reference(block);
            for_heights(block.foot, top, block.foot, [&](std::size_t k, double) {
                auto const flow = edge_vortex_speed(block, place_.s - passage.begin, out);
                if (flow) set(k, {*flow * std::min(speed, cells_[k].speed.s), 0, 0}, FlowZone::resolved);
            });
        }
    }

    /// @param undisturbed  the column before any vortex
    void add_wakes(std::vector<CellFlow> const& undisturbed) {
        for (std::size_t n = 0; n < passages_.size(); ++n) {
            BlockShape const& block = shape(passages_[n]);
            if (!behind(passages_[n]) || !block.resolved) continue;
            double blocked = 0;  // what stands between
            for (std::size_t m = 0; m < passages_.size(); ++m)
                if (m != n && behind(passages_[m]) && passages_[m].begin >= passages_[n].end)
                    blocked = std::max(blocked, shape(passages_[m]).foot + shape(passages_[m]).height);
            double const x = place_.s - passages_[n].end;
            double const speed = reference(block);
            double const low = std::max(block.foot, blocked);
            for_heights(low, block.foot + block.height, block.foot, [&](std::size_t k, double z) {
                double const reach = cavity_reach(block, beside(block), z);
                if (x < reach)
                    set(k, {speed * cavity_speed(block, x, beside(block), reach), 0, 0}, FlowZone::resolved);
                else if (x < 3 * reach)
                    set(k, {undisturbed[k].speed.s * wake_share(x, reach), 0, 0}, FlowZone::resolved);
            });
        }
    }

    Passage const* nearest(bool upwind) const {
        Passage const* found = nullptr;
        for (auto const& passage : passages_) {
            if (!shape(passage).resolved || (upwind ? !behind(passage) : !ahead(passage))) continue;
            if (found == nullptr || (upwind ? passage.end > found->end : passage.begin < found->begin))
                found = &passage;
        }
        return found;
    }

    void add_canyon(std::vector<CellFlow> const& undisturbed) {
        Passage const* const lee = nearest(true);
        Passage const* const opposite = nearest(false);
        if (lee == nullptr || opposite == nullptr) return;
        BlockShape const& block = shape(*lee);
        double const foot = std::max(block.foot, shape(*opposite).foot);
        double const top = std::min(block.foot + block.height, shape(*opposite).foot + shape(*opposite).height);
        double const depth = top - foot;
        double const along_gap = opposite->begin - lee->end;
        if (along_gap >= block.cavity_length || depth < canyon_height * block.height) return;
        AlongWind const across = lee->lee_wall;  // the street's normal, out of the lee wall
        if (across.s <= 0) return;
        double const gap = along_gap * across.s;
        double const x = (place_.s - lee->end) * across.s;
        double const speed = scene_.free_speed(top) * across.s;
        double const up_share = rising_share(std::min(block.width, shape(*opposite).width), depth);
        for_heights(foot, top, foot, [&](std::size_t k, double z) {
            ZoneFlow const vortex = canyon_flow(x, z, gap, depth, up_share);
            double const base = undisturbed[k].speed.s;
            double const normal = speed * vortex.s + base * across.s * shear_share(x, z - depth);
            double const tangent = -base * across.t;  // along (-t, s) of the normal
            set(k, {normal * across.s - tangent * across.t, normal * across.t + tangent * across.s, speed * vortex.w},
                FlowZone::canyon);
        });
        for_heights(top, 1e9, top, [&](std::size_t k, double h) {
            double const share = shear_share(x, h);
            if (share < 1 && cells_[k].zone != FlowZone::resolved) cells_[k].speed.s *= share;
        });
    }

    WindScene const& scene_;
    mesh::CityMesh const& mesh_;
    std::vector<CellFlow> cells_;
    UrbanCanopy::Column const& column_;
    AlongWind place_;
    std::vector<Passage> passages_;
};

}  // namespace

double WindScene::free_speed(double z) const {
    std::size_t const nz = mesh.nz();
    if (z <= mesh.z_centre(0)) return profile.speed[0];
    if (z >= mesh.z_centre(nz - 1)) return profile.speed[nz - 1];
    std::size_t k = mesh.layer_at(z);
    if (z < mesh.z_centre(k)) --k;
    double const part = (z - mesh.z_centre(k)) / (mesh.z_centre(k + 1) - mesh.z_centre(k));
    return profile.speed[k] + part * (profile.speed[k + 1] - profile.speed[k]);
}

std::vector<CellFlow> column_flow(WindScene const& scene, std::size_t i, std::size_t j) {
    return Column(scene, i, j).fill();
}

}  // namespace hacthanh::wind::detail
