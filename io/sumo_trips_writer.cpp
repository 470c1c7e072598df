#include "io/sumo_trips.hpp"
#include "io/write_text.hpp"
#include "io/xml.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hacthanh::io {
namespace {

using demand::Stop;
using demand::Trip;

/// @param left_out  an attribute that is not written
std::string attributes_text(std::vector<std::pair<std::string, std::string>> const& attributes,
                            std::string_view left_out = {}) {
    std::string text;
    for (auto const& [key, value] : attributes)
        if (key != left_out) text += fmt::format(" {}=\"{}\"", key, xml_escaped(value));
    return text;
}

}  // namespace

void write_sumo_trips(std::filesystem::path const& file, std::vector<demand::Trip const*> const& trips,
                      TripStyle style) {
    // duarouter passes over vehicles of a line without a word
    std::string_view const left_out = style == TripStyle::alternatives ? "line" : "";
    std::string text = "<routes>\n";
    for (Trip const* const trip : trips) {
        std::string const head =
            fmt::format(" id=\"{}\" type=\"{}\" depart=\"{:.2f}\"{}", xml_escaped(trip->id), xml_escaped(trip->type),
                        trip->depart_s, attributes_text(trip->attributes, left_out));
        if (!trip->routed) {
            std::vector<std::string> const via(trip->route.begin() + 1, trip->route.end() - 1);
            text += fmt::format(
                "<trip{} from=\"{}\" to=\"{}\"{}", head, xml_escaped(trip->route.front()),
                xml_escaped(trip->route.back()),
                via.empty() ? "" : fmt::format(" via=\"{}\"", xml_escaped(fmt::format("{}", fmt::join(via, " ")))));
        } else {
            std::string const edges = xml_escaped(fmt::format("{}", fmt::join(trip->route, " ")));
            text += style == TripStyle::vehicles
                        ? fmt::format("<vehicle{}><route edges=\"{}\"/", head, edges)
                        : fmt::format(
                              "<vehicle{}><routeDistribution last=\"0\"><route cost=\"0\" probability=\"1\" "
                              "edges=\"{}\"/></routeDistribution",
                              head, edges);
        }
        text += trip->routed || !trip->stops.empty() ? ">" : "";
        for (Stop const& stop : trip->stops) text += fmt::format("<stop{}/>", attributes_text(stop.attributes));
        text += trip->routed ? "</vehicle>\n" : trip->stops.empty() ? "/>\n" : "</trip>\n";
    }
    write_text(file, text + "</routes>\n");
}

void write_sumo_trips(std::filesystem::path const& file, std::vector<Trip> const& trips, TripStyle style) {
    std::vector<Trip const*> pointers;
    pointers.reserve(trips.size());
    for (Trip const& trip : trips) pointers.push_back(&trip);
    write_sumo_trips(file, pointers, style);
}

}  // namespace hacthanh::io
