#include "sim/study/assessed_indicators.hpp"

#include "sim/study/energy_indicators.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <iterator>
#include <numeric>
#include <tuple>

namespace hacthanh::study {
namespace {

using impact::ErrorDraw;
using impact::PerGroup;
using impact::RunFacts;
using impact::SpeciesFacts;

constexpr double seconds_per_hour = 3600;
constexpr std::array<std::array<char const*, 2>, state::n_vehicle_groups> group_names = {{{"motorcycles", "xe máy"},
                                                                                          {"cars", "ô tô con"},
                                                                                          {"vans", "xe van"},
                                                                                          {"buses", "xe buýt"},
                                                                                          {"trucks", "xe tải"},
                                                                                          {"others", "xe khác"}}};

double sum(PerGroup const& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

Text pollutant_text(std::string const& pollutant) {
    if (pollutant == "PM25") return {"PM2.5", "PM2,5"};
    if (pollutant == "NO2") return Text::same("NO₂");
    if (pollutant == "CO2") return Text::same("CO₂");
    if (pollutant == "CO2e") return Text::same("CO₂e");
    if (pollutant == "NOx") return Text::same("NOₓ");
    if (pollutant == "O3") return Text::same("O₃");
    return Text::same(pollutant);
}

Text of(std::string const& pollutant, char const* english, char const* vietnamese) {
    Text const name = pollutant_text(pollutant);
    return {fmt::format(fmt::runtime(english), name.english), fmt::format(fmt::runtime(vietnamese), name.vietnamese)};
}

/// Builds the list.
class Builder {
public:
    Builder(RunFacts const& run, AssessmentInputs const& inputs) : run_(run), inputs_(inputs) {}

    std::vector<Indicator> build() {
        add_queues();
        add_people_means();
        add_sites();
        add_travel();
        add_access();
        add_emission();
        add_air();
        add_index();
        add_economy();
        return {std::make_move_iterator(list_.begin()), std::make_move_iterator(list_.end())};
    }

private:
    using Value = std::function<double(RunFacts const&, ErrorDraw const&)>;

    Indicator& add(Pillar pillar, std::string id, Text name, Text unit, int better, Value value) {
        list_.push_back(
            make_indicator(pillar, std::move(id), std::move(name), std::move(unit), better, std::move(value)));
        return list_.back();
    }

    /// A value of the rules; remembers that the indicator hangs on a number from memory.
    double value(std::string const& id, Indicator* mark = nullptr) const {
        auto const* const found = inputs_.rules.value(id);
        if (mark != nullptr && (found == nullptr || found->origin.to_be_verified())) mark->row.to_be_verified = true;
        return rule_value(inputs_.rules, id);
    }

    PerGroup occupancies() const {
        PerGroup people{};
        for (std::size_t g = 0; g < people.size(); ++g)
            people[g] = value(fmt::format("occupancy.{}", state::vehicle_group_names[g]));
        return people;
    }

    /// Species that rules speak of: their air at places is known.
    template <class Use>
    void for_ruled(Use const& use) const {
        for (std::size_t s = 0; s < run_.species.size(); ++s)
            if (!run_.species[s].places.mean.empty()) use(s, run_.species[s]);
    }

    static void mark_background(Indicator& one, SpeciesFacts const& species) {
        one.concentration = true;
        if (!species.background) one.value_missing = {"background: no data", "nồng độ nền: chưa có số liệu"};
    }

    void add_queues() {
        add(Pillar::governance, "queue_vehicles", {"Queued vehicles, mean number", "Số xe chờ trung bình"},
            {"vehicles", "xe"}, -1, [](RunFacts const& r, ErrorDraw const& d) { return r.queue_vehicles * d.counts; });
    }

    void add_people_means() {
        for_ruled([&](std::size_t s, SpeciesFacts const& species) {
            bool const main = species.pollutant == "PM25" || species.pollutant == "NO2";
            auto people = inputs_.places.people;
            auto& mean =
                add(Pillar::life, "people_mean." + species.pollutant,
                    of(species.pollutant, "{} where people live, weighted with residents, mean of the compared time",
                       "{} tại nơi dân cư, theo số dân, trung bình thời gian so sánh"),
                    Text::same("µg/m³"), -1, [s, people](RunFacts const& r, ErrorDraw const& d) {
                        auto const& one = r.species[s];
                        return total_under(one, impact::weighted_mean(people, one.places.mean), d);
                    });
            mark_background(mean, species);
            mean.row.in_summary = main;
            if (!inputs_.places.has_population) {
                mean.missing = no_population();
            } else if (species.background) {
                auto& share = add(
                    Pillar::life, "people_traffic." + species.pollutant,
                    of(species.pollutant, "of it, {} of the area's traffic", "trong đó {} do giao thông trong vùng"),
                    Text::same("µg/m³"), -1, [s, people](RunFacts const& r, ErrorDraw const& d) {
                        auto one = r.species[s];
                        double const mean_ug_m3 = impact::weighted_mean(people, one.places.mean);
                        return total_under(one, mean_ug_m3, d) - *one.background * d.background;
                    });
                share.row.in_summary = false;
                if (impact::weighted_mean(people, species.places.mean) <= *species.background)
                    share.missing = {"not above the background: the part of traffic cannot be told",
                                     "không cao hơn nồng độ nền: chưa tách được phần do giao thông"};
            }
            auto& street = add(Pillar::life, "street_mean." + species.pollutant,
                               of(species.pollutant, "{} breathed by those who travel", "{} người đi đường hít phải"),
                               Text::same("µg/m³"), -1, [s](RunFacts const& r, ErrorDraw const& d) {
                                   auto const& one = r.species[s];
                                   return total_under(one, one.street_mean.value_or(0), d);
                               });
            mark_background(street, species);
            if (!species.street_mean) street.missing = no_data();
        });
    }

    Text no_population() const {
        Text const why = inputs_.places.missing;
        return {"population: no data" + (why.english.empty() ? "" : " (" + why.english + ")"),
                "dân cư: chưa có số liệu" + (why.vietnamese.empty() ? "" : " (" + why.vietnamese + ")")};
    }

    void add_sites() {
        for (auto const& [kind, english, vietnamese] :
             {std::tuple{"school", "{} at schools", "{} tại trường học"},
              std::tuple{"hospital", "{} at hospitals", "{} tại bệnh viện"}}) {
            std::vector<std::size_t> places;
            for (std::size_t r = 0; r < run_.receptors.size(); ++r)
                if (run_.receptors[r].kind == kind) places.push_back(r);
            for_ruled([&](std::size_t s, SpeciesFacts const& species) {
                if (species.pollutant != "PM25" && species.pollutant != "NO2") return;
                auto& site = add(Pillar::life, fmt::format("{}_mean.{}", kind, species.pollutant),
                                 of(species.pollutant, english, vietnamese), Text::same("µg/m³"), -1,
                                 [s, places](RunFacts const& r, ErrorDraw const& d) {
                                     double mean = 0;
                                     for (std::size_t const p : places)
                                         mean += r.species[s].receptors[p] / static_cast<double>(places.size());
                                     return total_under(r.species[s], mean, d);
                                 });
                mark_background(site, species);
                if (places.empty()) site.missing = no_data();
            });
        }
    }

    void add_travel() {
        Text const no_groups{"no data: output.keep_groups = false", "chưa có số liệu: output.keep_groups = false"};
        auto& per_km = add(Pillar::life, "time_per_km", {"Time per km", "Thời gian đi mỗi km"}, {"s/km", "s/km"}, -1,
                           [](RunFacts const& r, ErrorDraw const&) {
                               double const km = sum(r.vehicle_m) / 1000;
                               return km > 0 ? sum(r.vehicle_s) / km : 0.0;
                           });
        per_km.row.in_summary = true;
        if (!run_.groups_known) per_km.missing = no_groups;
        auto& buffer = add(Pillar::life, "buffer_index",
                           {"Reliability: slowest twentieth of the time over the mean",
                            "Độ tin cậy: mức chậm nhất (5 % thời gian) so với trung bình"},
                           {"%", "%"}, -1, [](RunFacts const& r, ErrorDraw const&) {
                               auto times = r.travel_time_indices;
                               if (times.empty()) return 0.0;
                               double const mean =
                                   std::accumulate(times.begin(), times.end(), 0.0) / static_cast<double>(times.size());
                               std::ranges::sort(times);
                               auto const at =
                                   static_cast<std::size_t>(std::ceil(0.95 * static_cast<double>(times.size())) - 1);
                               return 100 * (times[at] / mean - 1);
                           });
        constexpr std::size_t least_steps = 6;  // our choice: of fewer steps the slowest twentieth says nothing
        if (run_.travel_time_indices.size() < least_steps) buffer.missing = period_too_short();
        auto const people = occupancies();
        for (std::size_t g = 0; g < people.size(); ++g) {
            if (run_.vehicle_s[g] <= 0) continue;
            auto& hours = add(Pillar::life, fmt::format("person_h.{}", state::vehicle_group_names[g]),
                              {fmt::format("Hours on the road, people on {}", group_names[g][0]),
                               fmt::format("Giờ-người đi đường, {}", group_names[g][1])},
                              {"person-hours", "giờ-người"}, 0, [g, people](RunFacts const& r, ErrorDraw const& d) {
                                  return r.vehicle_s[g] * people[g] * d.counts * d.occupancy / seconds_per_hour;
                              });
            value(fmt::format("occupancy.{}", state::vehicle_group_names[g]), &hours);
        }
    }

    void add_access() {
        auto& access =
            add(Pillar::life, "bus_access",
                {"People within 0.5 km of a bus at least every 20 min", "Dân trong 0,5 km có xe buýt ≤ 20 phút/chuyến"},
                {"%", "%"}, 1, [](RunFacts const& r, ErrorDraw const&) { return 100 * r.bus_access.value_or(0); });
        access.row.to_be_verified = true;
        if (!run_.bus_access) access.missing = no_data();
        if (!inputs_.places.has_population) access.missing = no_population();
    }

    void add_emission() {
        for (std::size_t s = 0; s < run_.species.size(); ++s) {
            auto const& species = run_.species[s];
            bool const shown = species.species != "fuel" && species.species != "O3" && species.species != "NO" &&
                               species.species != "NO2";
            if (!shown || species.emitted_kg <= 0) continue;
            auto& emitted = add(Pillar::environment, "emitted_kg." + species.species,
                                of(species.pollutant == "PM25" && species.species == "PM" ? "PM" : species.species,
                                   "{} given off on roads", "Phát thải {} trên đường"),
                                Text::same("kg"), -1, [s](RunFacts const& r, ErrorDraw const& d) {
                                    return r.species[s].emitted_kg * d.emission(r.species[s].emission_shares);
                                });
            emitted.row.in_summary = species.species == "CO2e" || species.species == "NOx" || species.species == "PM25";
        }
        list_.push_back(co2_with_power_stations(run_, inputs_));
        add_per_person();
    }

    void add_per_person() {
        double const people = std::accumulate(inputs_.places.people.begin(), inputs_.places.people.end(), 0.0);
        auto s = static_cast<std::size_t>(std::ranges::find(run_.species, "CO2e", &SpeciesFacts::species) -
                                          run_.species.begin());
        auto& each = add(
            Pillar::environment, "co2e_per_person",
            {"CO₂e of road transport per resident and year", "CO₂e giao thông đường bộ bình quân đầu người mỗi năm"},
            {"t", "tấn"}, -1, [s, people](RunFacts const& r, ErrorDraw const& d) {
                return r.species[s].emitted_kg * d.emission(r.species[s].emission_shares) / 1000 / people;
            });
        if (s == run_.species.size())
            each.missing = no_data();
        else if (!inputs_.places.has_population)
            each.missing = no_population();
        else if (!run_.is_year)
            each.missing = period_too_short();
    }

    void add_air() {
        for (std::size_t s = 0; s < run_.species.size(); ++s) {
            auto const& species = run_.species[s];
            if (species.species == "fuel" || species.species == "CO2" || species.species == "CO2e") continue;
            auto& ground =
                add(Pillar::environment, "ground_ug_m3." + species.species,
                    of(species.species, "{} near the ground, whole map", "{} gần mặt đất, toàn vùng"),
                    Text::same("µg/m³"), species.species == "O3" ? 0 : -1, [s](RunFacts const& r, ErrorDraw const& d) {
                        return total_under(r.species[s], r.species[s].ground_mean, d);
                    });
            mark_background(ground, species);
        }
    }

    void add_index() {
        auto people = inputs_.places.people;
        auto& highest = add(Pillar::environment, "aqi_people_mean",
                            {"VN_AQI, highest hour, mean over people", "VN_AQI giờ cao nhất, trung bình theo dân số"},
                            {"", ""}, -1, [people](RunFacts const& r, ErrorDraw const&) {
                                return impact::weighted_mean(people, r.index.highest_hour);
                            });
        auto& good = add(Pillar::environment, "aqi_good_share",
                         {"People-days with VN_AQI good or moderate", "Tỷ lệ người-ngày VN_AQI tốt hoặc trung bình"},
                         {"%", "%"}, 1, [people](RunFacts const& r, ErrorDraw const&) {
                             return 100 * impact::weighted_mean(people, r.index.good_days);
                         });
        bool const background = std::ranges::all_of(
            run_.species, [](SpeciesFacts const& s) { return s.places.mean.empty() || s.background.has_value(); });
        for (auto [one, values] : {std::pair{&highest, &run_.index.highest_hour}, {&good, &run_.index.good_days}}) {
            if (!background) one->missing = {"background: no data", "nồng độ nền: chưa có số liệu"};
            if (!inputs_.places.has_population) one->missing = no_population();
            if (values->empty()) one->missing = period_too_short();
        }
    }

    void add_economy() {
        auto const people = occupancies();
        auto& distance = add(Pillar::economy, "vehicle_km", {"Distance driven", "Quãng đường xe chạy"}, {"km", "km"}, 0,
                             [](RunFacts const& r, ErrorDraw const& d) { return sum(r.vehicle_m) / 1000 * d.counts; });
        auto& index = add(Pillar::economy, "travel_time_index",
                          {"Travel time index (time over time at the speed limit)",
                           "Chỉ số thời gian đi lại (so với tốc độ giới hạn)"},
                          {"", ""}, -1, [](RunFacts const& r, ErrorDraw const&) {
                              double const free = sum(r.vehicle_s) - sum(r.delay_s);
                              return free > 0 ? sum(r.vehicle_s) / free : 0.0;
                          });
        auto& delay = add(Pillar::economy, "person_delay_h", {"Delay of people", "Giờ-người chậm trễ"},
                          {"person-hours", "giờ-người"}, -1, [people](RunFacts const& r, ErrorDraw const& d) {
                              double hours = 0;
                              for (std::size_t g = 0; g < people.size(); ++g)
                                  hours += r.delay_s[g] * people[g] / seconds_per_hour;
                              return hours * d.counts * d.occupancy;
                          });
        delay.row.in_summary = true;
        for (auto& one : fuel_and_electricity(run_, inputs_)) list_.push_back(std::move(one));
        if (!run_.groups_known)
            for (auto* one : {&distance, &index, &delay})
                one->missing = {"no data: output.keep_groups = false", "chưa có số liệu: output.keep_groups = false"};
    }

    RunFacts const& run_;
    AssessmentInputs const& inputs_;
    std::deque<Indicator> list_;  ///< keeps references to its elements
};

}  // namespace

Indicator make_indicator(Pillar pillar, std::string id, Text name, Text unit, int better,
                         std::function<double(RunFacts const&, ErrorDraw const&)> of) {
    Indicator one;
    one.row.id = std::move(id);
    one.row.name = std::move(name);
    one.row.unit = std::move(unit);
    one.row.pillar = pillar;
    one.row.better = better;
    one.of = std::move(of);
    return one;
}

double rule_value(impact::Rules const& rules, std::string const& id) {
    auto const* const found = rules.value(id);
    return found != nullptr ? found->central : 1.0;
}

Text no_data() { return {"no data", "chưa có số liệu"}; }
Text period_too_short() { return {"period too short", "chưa đủ thời gian"}; }

double total_under(SpeciesFacts const& species, double mean, ErrorDraw const& draw) {
    double const background = species.background.value_or(0);
    double const traffic = (mean - background) * draw.dispersion * draw.emission(species.emission_shares);
    return background * draw.background + traffic;
}

std::vector<Indicator> indicators_of(RunFacts const& run, AssessmentInputs const& inputs) {
    return Builder(run, inputs).build();
}

}  // namespace hacthanh::study
