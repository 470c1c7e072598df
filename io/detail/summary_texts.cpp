#include "io/detail/summary_texts.hpp"

#include <nlohmann/json.hpp>

namespace hacthanh::io::detail {

std::string texts_to_json(state::RunSummary const& summary) {
    nlohmann::ordered_json document;
    document["warnings"] = summary.warnings;
    document["sumo_warnings"] = summary.traffic.first_warnings;
    document["stage_wall_s"] = nlohmann::ordered_json::array();
    for (auto const& [stage, seconds] : summary.stage_wall_s) document["stage_wall_s"].push_back({stage, seconds});
    return document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

void texts_from_json(std::string const& json, state::RunSummary& summary) {
    auto const document = nlohmann::json::parse(json, nullptr, false);
    if (document.is_discarded()) return;
    summary.warnings = document.value("warnings", std::vector<std::string>());
    summary.traffic.first_warnings = document.value("sumo_warnings", std::vector<std::string>());
    summary.stage_wall_s.clear();
    for (auto const& stage : document.value("stage_wall_s", nlohmann::json::array()))
        summary.stage_wall_s.emplace_back(stage.at(0).get<std::string>(), stage.at(1).get<double>());
}

}  // namespace hacthanh::io::detail
