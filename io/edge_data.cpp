#include "io/edge_data.hpp"

#include "io/detail/numbers.hpp"
#include "io/sumo_config.hpp"
#include "io/write_text.hpp"
#include "io/xml.hpp"

#include <fmt/format.h>

namespace hacthanh::io {
namespace {

double number(XmlElement const& element, char const* key) { return detail::parse_number(element.get(key)).value_or(0); }

}  // namespace

EdgeData read_edge_data(std::filesystem::path const& file, demand::Intervals const& intervals) {
    EdgeData data;
    double begin = 0;
    double end = 0;
    read_xml(
        file,
        {.start =
             [&](XmlElement const& element) {
                 validate(element.depth() > 0 || element.name() == "meandata", file.string(), "is no edge data of SUMO",
                          "write it with <edgeData>");
                 if (element.name() == "interval") {
                     begin = number(element, "begin");
                     end = number(element, "end");
                 } else if (element.name() == "edge") {
                     std::string const edge(element.get("id"));
                     double const sampled = number(element, "sampledSeconds");
                     double const time = number(element, "traveltime");
                     if (sampled > 0 && time > 0)
                         data.samples.push_back({edge, intervals.at(0.5 * (begin + end)), sampled / time, sampled});
                     double const entered = number(element, "entered") + number(element, "departed");
                     if (entered > 0) data.counts.push_back({edge, begin, end, entered});
                 }
             },
         .end = {},
         .text = {}});
    return data;
}

void write_edge_data_order(std::filesystem::path const& file, demand::Intervals const& intervals,
                           std::string const& output) {
    write_text(file, fmt::format("<additional>\n<edgeData id=\"hacthanh\" file=\"{}\" begin=\"{}\" period=\"{}\" "
                                 "withInternal=\"true\" excludeEmpty=\"true\"/>\n</additional>\n",
                                 output, intervals.begin_s, intervals.length_s));
}

void write_edge_weights(std::filesystem::path const& file, demand::LearnedTimes const& times,
                        std::map<std::string, double> const& surcharge_s) {
    auto const& intervals = times.intervals();
    std::string text = "<meandata>\n";
    for (std::size_t i = 0; i < intervals.count; ++i) {
        double const begin = intervals.begin_s + static_cast<double>(i) * intervals.length_s;
        text += fmt::format("<interval id=\"hacthanh\" begin=\"{}\" end=\"{}\">\n", i == 0 ? 0.0 : begin,
                            begin + intervals.length_s);
        double const middle = begin + 0.5 * intervals.length_s;
        times.for_each(i, [&](std::string const& edge, double time) {
            if (!surcharge_s.contains(edge))
                text += fmt::format("<edge id=\"{}\" traveltime=\"{:.3f}\"/>\n", xml_escaped(edge), time);
        });
        for (auto const& [edge, seconds] : surcharge_s)
            text += fmt::format("<edge id=\"{}\" traveltime=\"{:.3f}\"/>\n", xml_escaped(edge),
                                times.time_s(edge, middle) + seconds);
        text += "</interval>\n";
    }
    write_text(file, text + "</meandata>\n");
}

}  // namespace hacthanh::io
