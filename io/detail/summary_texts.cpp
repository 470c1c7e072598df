#include "io/detail/summary_texts.hpp"

#include <nlohmann/json.hpp>

namespace hacthanh::io::detail {

namespace {

using Json = nlohmann::ordered_json;

Json masses(PerPollutant const& kg) {
    Json values = Json::object();
    for (std::size_t p = 0; p < n_pollutants; ++p)
        if (kg[p] != 0) values[std::string(pollutant_names[p])] = kg[p];
    return values;
}

PerPollutant masses_from(nlohmann::json const& values) {
    PerPollutant kg{};
    for (auto const& [name, value] : values.items())
        if (auto const pollutant = find_pollutant(name)) kg[index(*pollutant)] = value.get<double>();
    return kg;
}

Json classes_to_json(state::RunSummary const& summary) {
    Json classes = Json::array();
    for (auto const& c : summary.classes) {
        classes.push_back({{"name", c.name},
                           {"vehicle_class", c.vehicle_class},
                           {"vehicle_m", c.vehicle_m},
                           {"vehicle_s", c.vehicle_s},
                           {"emitted_kg", masses(c.emitted_kg)},
                           {"started_kg", masses(c.started_kg)}});
        if (c.electric_m) classes.back()["electric_m"] = *c.electric_m;
    }
    return classes;
}

Json checks_to_json(state::RunSummary const& summary) {
    Json checks = Json::array();
    for (auto const& c : summary.literature)
        checks.push_back({{"class", c.fleet_class},
                          {"pollutant", name(c.pollutant)},
                          {"grams_per_km", c.grams_per_km},
                          {"low", c.low},
                          {"high", c.high},
                          {"reference", c.reference}});
    return checks;
}

Json sources_to_json(state::RunSummary const& summary) {
    Json sources = Json::array();
    for (auto const& s : summary.sources)
        sources.push_back(
            {{"name", s.name}, {"name_vi", s.name_vi}, {"sector", s.sector}, {"emitted_kg", masses(s.emitted_kg)}});
    return sources;
}

void sources_from_json(nlohmann::json const& document, state::RunSummary& summary) {
    summary.sources.clear();
    for (auto const& s : document.value("sources", nlohmann::json::array()))
        summary.sources.push_back({s.at("name"), s.at("name_vi"), s.at("sector"), masses_from(s.at("emitted_kg"))});
}

void classes_from_json(nlohmann::json const& document, state::RunSummary& summary) {
    summary.classes.clear();
    summary.literature.clear();
    for (auto const& c : document.value("classes", nlohmann::json::array())) {
        summary.classes.push_back({c.at("name"), c.at("vehicle_class"), c.at("vehicle_m"), c.at("vehicle_s"),
                                   masses_from(c.at("emitted_kg")), masses_from(c.at("started_kg"))});
        if (c.contains("electric_m")) summary.classes.back().electric_m = c.at("electric_m").get<double>();
    }
    for (auto const& c : document.value("literature", nlohmann::json::array()))
        if (auto const pollutant = find_pollutant(c.at("pollutant").get<std::string>()))
            summary.literature.push_back(
                {c.at("class"), *pollutant, c.at("grams_per_km"), c.at("low"), c.at("high"), c.at("reference")});
}

}  // namespace

std::string texts_to_json(state::RunSummary const& summary) {
    nlohmann::ordered_json document;
    document["warnings"] = summary.warnings;
    document["sumo_warnings"] = summary.traffic.first_warnings;
    document["arrived_trip_s"] = summary.traffic.arrived_trip_s;
    document["traffic_events"] = nlohmann::ordered_json::array();
    for (auto const& event : summary.traffic.events) document["traffic_events"].push_back({event.name, event.count});
    document["stage_wall_s"] = nlohmann::ordered_json::array();
    for (auto const& [stage, seconds] : summary.stage_wall_s) document["stage_wall_s"].push_back({stage, seconds});
    document["classes"] = classes_to_json(summary);
    document["literature"] = checks_to_json(summary);
    if (!summary.sources.empty()) document["sources"] = sources_to_json(summary);
    return document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

void texts_from_json(std::string const& json, state::RunSummary& summary) {
    auto const document = nlohmann::json::parse(json, nullptr, false);
    if (document.is_discarded()) return;
    summary.warnings = document.value("warnings", std::vector<std::string>());
    summary.traffic.first_warnings = document.value("sumo_warnings", std::vector<std::string>());
    summary.traffic.arrived_trip_s = document.value("arrived_trip_s", 0.0);
    summary.traffic.events.clear();
    for (auto const& event : document.value("traffic_events", nlohmann::json::array()))
        summary.traffic.events.push_back({event.at(0).get<std::string>(), event.at(1).get<std::uint64_t>()});
    classes_from_json(document, summary);
    sources_from_json(document, summary);
    summary.stage_wall_s.clear();
    for (auto const& stage : document.value("stage_wall_s", nlohmann::json::array()))
        summary.stage_wall_s.emplace_back(stage.at(0).get<std::string>(), stage.at(1).get<double>());
}

}  // namespace hacthanh::io::detail
