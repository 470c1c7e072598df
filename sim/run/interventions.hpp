#pragma once

#include "sim/city/city.hpp"
#include "sim/city/signal.hpp"
#include "sim/core/id.hpp"
#include "sim/scenario/measures.hpp"
#include "sim/state/fleet.hpp"
#include "sim/traffic/interventions.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace hacthanh::run {

/// A vehicle type that the demand uses.
struct KnownType {
    std::string name;
    std::string vehicle_class;
    std::string emission_class;
};

/// What measures are resolved against. References must outlive it.
struct MeasureSetting {
    city::City const& city;
    std::vector<city::Signal> const& signals;
    std::vector<KnownType> const& types;
    state::Fleet const* fleet = nullptr;
    double begin_s = 0;          ///< of the run, traffic clock
    double end_s = 0;            ///< of the run
    double default_begin_s = 0;  ///< where a measure without windows begins
    double start_clock_s = 0;    ///< local time of day of traffic second 0
    std::uint64_t seed = 0;      ///< of the draws who obeys
};

/// Measures as the traffic worker takes them.
struct ResolvedMeasures {
    traffic::Interventions interventions;
    std::vector<EdgeId> place;       ///< roads of the measures, ascending
    std::vector<EdgeId> ring;        ///< roads within MeasureFile::ring_m of them, not theirs
    std::vector<std::string> notes;  ///< what is left out, and what the model does not answer
    double first_s = 0;              ///< traffic clock at which the first one begins; the run's end when none does
    bool answered = true;            ///< false: some measure is beyond the model
};

/// Finds the edges, signals, levels and seconds that a measure file means, and refuses what this city and run cannot
/// have.
///
/// A measure that changes nothing (factor 1, nobody obeys, the share that the fleet table has) leaves no intervention,
/// so its run has the bits of the run without it. Throws InputError with one line per problem: file:line, key, rule,
/// and the nearest known name.
/// A measure of planning mode leaves its place and no intervention: what it does is put into network and routes before.
/// @param built  the network has been built for these planning measures: roads of theirs may be gone, and their place
/// is
///               not asked for
ResolvedMeasures resolve(scenario::MeasureFile const& file, MeasureSetting const& setting, bool built = false);

/// Upper limit of the gross mass of a type [t]: from its HBEFA4 class ("RT_gt14-20t"), else 3.5 for motorcycles, cars
/// and vans (EU categories L, M1, N1); negative when it is not known.
double gross_mass_t(KnownType const& type);

}  // namespace hacthanh::run
