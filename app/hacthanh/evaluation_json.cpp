#include "app/hacthanh/evaluation_json.hpp"

#include <nlohmann/json.hpp>

namespace hacthanh::app {
namespace {

using Json = nlohmann::ordered_json;

Json scores_json(evaluation::Scores const& scores) {
    Json json = {{"n", scores.n}, {"mean_measured", scores.mean_measured}, {"mean_modelled", scores.mean_modelled}};
    auto const put = [&](char const* name, std::optional<double> const& value) {
        if (value) json[name] = *value;
    };
    put("fac2", scores.fac2);
    put("fb", scores.fb);
    put("nmse", scores.nmse);
    put("r", scores.r);
    return json;
}

}  // namespace

Json evaluation_json(evaluation::Evaluation const& evaluation) {
    Json json = {{"monitors", Json::object()}, {"counts", Json::object()}, {"left_out", Json::array()}};
    for (auto const& species : evaluation.species) {
        Json each = scores_json(species.scores);
        if (species.quality_indicator_90) each["mqi_90"] = *species.quality_indicator_90;
        for (auto const& station : species.stations) {
            Json scores = scores_json(station.scores);
            if (station.quality_indicator) scores["mqi"] = *station.quality_indicator;
            each["stations"][station.station] = std::move(scores);
        }
        json["monitors"][species.species] = std::move(each);
    }
    if (!evaluation.counts.empty())
        json["counts"] = {{"n", evaluation.counts.size()}, {"below_geh_limit", evaluation.below_geh_limit()}};
    for (auto const& count : evaluation.counts)
        json["counts"]["roads"].push_back({{"road", count.road},
                                           {"counted_per_h", count.counted_per_h},
                                           {"modelled_per_h", count.modelled_per_h},
                                           {"geh", count.geh}});
    for (auto const& reason : evaluation.left_out) json["left_out"].push_back(reason.english);
    return json;
}

}  // namespace hacthanh::app
