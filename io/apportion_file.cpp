#include "io/apportion_file.hpp"

#include "io/write_text.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

namespace hacthanh::io {
namespace {

using Json = nlohmann::ordered_json;

Json number(std::optional<double> value) { return value ? Json(*value) : Json(nullptr); }

std::optional<double> optional_number(Json const& value) {
    return value.is_null() ? std::nullopt : std::optional(value.get<double>());
}

Json list_of(std::vector<Contribution> const& parts, char const* key, Apportionment const& place) {
    Json list = Json::array();
    for (auto const& part : parts) {
        Json one = {{key, part.name},
                    {"gives", part.gives},
                    {"share_of_traffic", place.traffic > 0 ? part.gives / place.traffic : 0.0}};
        if (auto const no2 = place.no2_of(part.gives)) one["no2_pro_rata"] = *no2;
        list.push_back(std::move(one));
    }
    return list;
}

std::vector<Contribution> parts_of(Json const& list, char const* key) {
    std::vector<Contribution> parts;
    for (auto const& one : list) parts.push_back({one.at(key).get<std::string>(), one.at("gives").get<double>()});
    return parts;
}

Apportionment place_of(Json const& one) {
    Apportionment place;
    one.at("name").get_to(place.name);
    one.at("name_vi").get_to(place.name_vi);
    one.at("kind").get_to(place.kind);
    one.at("x").get_to(place.x);
    one.at("y").get_to(place.y);
    one.at("height_m").get_to(place.height_m);
    one.at("people").get_to(place.people);
    one.at("traffic").get_to(place.traffic);
    one.at("truncation").get_to(place.truncation);
    place.background = optional_number(one.at("background"));
    place.run = optional_number(one.at("run_mean"));
    place.run_no2 = optional_number(one.at("run_mean_no2"));
    place.streets = parts_of(one.at("streets"), "name");
    place.edges = parts_of(one.at("edges"), "edge");
    place.classes = parts_of(one.at("classes"), "class");
    place.distances = parts_of(one.at("distances"), "band");
    return place;
}

}  // namespace

std::string apportion_json(std::vector<Apportionment> const& places, bool schematic) {
    Json document = Json::array();
    for (auto const& place : places) {
        Json one = {{"name", place.name},
                    {"name_vi", place.name_vi},
                    {"kind", place.kind},
                    {"x", place.x},
                    {"y", place.y},
                    {"height_m", place.height_m},
                    {"people", place.people},
                    {"species", "NOx"},
                    {"unit", "ug/m3"},
                    {"simulation_not_measurement", true},
                    {"schematic_network", schematic},
                    {"traffic", place.traffic},
                    {"truncation", place.truncation},
                    {"background", number(place.background)},
                    {"sum", place.sum()},
                    {"run_mean", number(place.run)},
                    {"remainder", number(place.remainder())},
                    {"sum_over_run", place.run && *place.run > 0 ? Json(place.sum() / *place.run) : Json(nullptr)},
                    {"run_mean_no2", number(place.run_no2)}};
        if (place.background) one["background_no2_pro_rata"] = number(place.no2_of(*place.background));
        one["streets"] = list_of(place.streets, "name", place);
        one["classes"] = list_of(place.classes, "class", place);
        one["distances"] = list_of(place.distances, "band", place);
        one["edges"] = list_of(place.edges, "edge", place);
        document.push_back(std::move(one));
    }
    return document.dump(2) + "\n";
}

std::string apportion_csv(std::vector<Apportionment> const& places) {
    std::string text = "place,kind,part,name,nox_ug_m3,share_of_traffic,no2_pro_rata_ug_m3\n";
    for (auto const& place : places) {
        auto const line = [&](char const* part, std::string const& name, double gives, bool of_traffic,
                              std::optional<double> no2) {
            text +=
                fmt::format("{},{},{},{},{:.8g},{},{}\n", csv_field(place.name), place.kind, part, csv_field(name),
                            gives, of_traffic && place.traffic > 0 ? fmt::format("{:.8g}", gives / place.traffic) : "",
                            no2 ? fmt::format("{:.8g}", *no2) : "");
        };
        for (auto const& [part, list] : {std::pair{"street", &place.streets}, std::pair{"class", &place.classes},
                                         std::pair{"distance", &place.distances}, std::pair{"edge", &place.edges}})
            for (auto const& one : *list) line(part, one.name, one.gives, true, place.no2_of(one.gives));
        line("traffic", "", place.traffic, true, place.no2_of(place.traffic));
        if (place.background) line("background", "", *place.background, false, place.no2_of(*place.background));
        line("sum", "", place.sum(), false, place.run_no2);
        if (!place.run) continue;
        line("remainder", "", *place.remainder(), false, {});
        line("run_mean", "", *place.run, false, place.run_no2);
    }
    return text;
}

std::vector<Apportionment> read_apportionments(std::filesystem::path const& file) {
    std::ifstream in(file);
    validate(static_cast<bool>(in), file.string(), "cannot be read", "give a file of hacthanh apportion -o NAME.json");
    std::vector<Apportionment> places;
    try {
        auto const document = Json::parse(in);
        for (auto const& one : document) places.push_back(place_of(one));
    } catch (Json::exception const& error) {
        throw InputError(file.string(), fmt::format("is no table of contributions ({})", error.what()),
                         "give a file of hacthanh apportion -o NAME.json");
    }
    validate(!places.empty(), file.string(), "holds no place", "give a file of hacthanh apportion -o NAME.json");
    return places;
}

}  // namespace hacthanh::io
