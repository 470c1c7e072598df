#include "io/vehicle_types.hpp"

#include "io/detail/departures.hpp"
#include "io/detail/type_registry.hpp"
#include "io/sumo_classes.hpp"
#include "io/xml.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace hacthanh::io {
namespace {

constexpr int max_include_depth = 16;

/// Calls body(word) for each blank-separated word.
template <class Body>
void for_each_word(std::string_view text, Body const& body) {
    constexpr std::string_view blanks = " \t\r\n";
    while (true) {
        auto const begin = text.find_first_not_of(blanks);
        if (begin == std::string_view::npos) return;
        text.remove_prefix(begin);
        auto const word = text.substr(0, text.find_first_of(blanks));
        body(word);
        text.remove_prefix(word.size());
    }
}

/// Reads the files of one demand.
class DemandReader {
public:
    DemandReader(detail::Window window, bool loads_state) : window_(window), loads_state_(loads_state) {
        registry_.allow_repeats = loads_state;
    }

    void read(std::filesystem::path const& file, int include_depth = 0) {
        distribution_.clear();
        read_xml(file, {.start = [&](XmlElement const& element) { start(element, file, include_depth); },
                        .end =
                            [this](std::string_view name) {
                                if (name == "vTypeDistribution") distribution_.clear();
                            },
                        .text = {}});
    }

    Demand finish() {
        registry_.follow_all(loads_state_, demand_);
        demand_.types = registry_.n_types();
        return std::move(demand_);
    }

private:
    void start(XmlElement const& element, std::filesystem::path const& file, int include_depth) {
        std::string_view const name = element.name();
        if (name == "vehicle" || name == "trip") {
            use(element, file);
            demand_.vehicles += detail::departures_of_vehicle(element, window_);
        } else if (name == "flow") {
            use(element, file);
            demand_.vehicles += detail::departures_of_flow(element, window_);
        } else if (name == "vType") {
            define(element, file);
        } else if (name == "vTypeDistribution") {
            define_distribution(element, file);
        } else if (name == "personTrip") {
            use_person_trip(element, file);
        } else if (name == "include") {
            include(element, file, include_depth);
        } else if (element.depth() == 0) {
            check_root(element, file);
        }
    }

    static void check_root(XmlElement const& element, std::filesystem::path const& file) {
        bool const is_network = element.name() == "net";
        validate(!is_network, at_line(file, element.line()), "this is a network, not a route or additional file",
                 "name it under net-file");
    }

    void define(XmlElement const& element, std::filesystem::path const& file) {
        std::string_view const id = element.get("id");
        std::string where = at_line(file, element.line());
        validate(!id.empty(), where, "a vType has no id");
        std::string vehicle_class(element.find("vClass").value_or("passenger"));
        validate(default_emission_class(vehicle_class).has_value(), where,
                 fmt::format("vehicle type \"{}\": vClass \"{}\" is not known to SUMO 1.15", id, vehicle_class),
                 "use one of passenger, motorcycle, moped, bicycle, bus, coach, delivery, truck, trailer, taxi, tram…");
        registry_.define(id, {std::move(vehicle_class), std::string(element.get("emissionClass")), std::move(where)});
        if (!distribution_.empty()) registry_.add_member(distribution_, id);
    }

    void define_distribution(XmlElement const& element, std::filesystem::path const& file) {
        distribution_ = element.get("id");
        registry_.define_distribution(distribution_, at_line(file, element.line()));
        for_each_word(element.get("vTypes"), [&](std::string_view type) { registry_.add_member(distribution_, type); });
    }

    void use(XmlElement const& element, std::filesystem::path const& file) {
        registry_.use(element.find("type").value_or("DEFAULT_VEHTYPE"), element.get("id"),
                      [&] { return at_line(file, element.line()); });
    }

    /// A person who may drive gets a car of one of `vTypes`, or of the default type.
    void use_person_trip(XmlElement const& element, std::filesystem::path const& file) {
        auto const where = [&] { return at_line(file, element.line()); };
        for_each_word(element.get("vTypes"), [&](std::string_view type) { registry_.use(type, "personTrip", where); });
        bool drives = false;
        for_each_word(element.get("modes"), [&](std::string_view mode) { drives = drives || mode == "car"; });
        if (drives && element.get("vTypes").empty()) registry_.use("DEFAULT_VEHTYPE", "personTrip", where);
    }

    void include(XmlElement const& element, std::filesystem::path const& file, int include_depth) {
        validate(include_depth < max_include_depth, at_line(file, element.line()),
                 fmt::format("files include each other more than {} deep", max_include_depth),
                 "does a file include itself?");
        auto const included = file.parent_path() / element.get("href");
        std::error_code ignored;
        validate(std::filesystem::is_regular_file(included, ignored), at_line(file, element.line()),
                 fmt::format("include href = \"{}\" (file not found: {})", element.get("href"), included.string()),
                 "names are relative to this file");
        demand_.included_files.push_back(included);
        read(included, include_depth + 1);
    }

    detail::TypeRegistry registry_;
    detail::Window window_;
    bool loads_state_;
    std::string distribution_;  ///< id of the open vTypeDistribution, "" outside
    Demand demand_;
};

/// SUMO's default classes in words.
std::string_view in_words(std::string_view emission_class) {
    using Pair = std::pair<std::string_view, std::string_view>;
    for (auto const& [name, words] :
         {Pair{"HBEFA3/PC_G_EU4", "a petrol car of Euro 4"}, Pair{"HBEFA3/LDV_G_EU6", "a petrol van of Euro 6"},
          Pair{"HBEFA3/LDV", "an average van"}, Pair{"HBEFA3/HDV", "an average lorry"},
          Pair{"HBEFA3/HDV_D_EU0", "a diesel lorry of before Euro 1"}, Pair{"HBEFA3/Bus", "an average bus"},
          Pair{"HBEFA3/Coach", "an average coach"}})
        if (name == emission_class) return words;
    return "a class of its own choice";
}

std::string describe(UnclassedType const& type) {
    std::string const user = type.defined ? "" : fmt::format(", built into SUMO and used by \"{}\",", type.first_user);
    return fmt::format("{}: vehicle type \"{}\" ({}){} gives no emissionClass: SUMO takes {}, {}", type.where,
                       type.type, type.vehicle_class, user, type.default_emission_class,
                       in_words(type.default_emission_class));
}

}  // namespace

Demand read_demand(SumoConfig const& config, double begin_s, double end_s) {
    DemandReader reader({begin_s, end_s}, config.find("load-state") != nullptr);
    for (auto const* files : {&config.additional_files, &config.route_files})
        for (auto const& file : *files) reader.read(file);
    return reader.finish();
}

std::vector<std::string> check_emission_classes(Demand const& demand, bool allow_default) {
    std::vector<std::string> lines;
    std::transform(demand.unclassed.begin(), demand.unclassed.end(), std::back_inserter(lines), describe);
    if (allow_default || lines.empty()) return lines;
    throw InputError({}, fmt::format("{}", fmt::join(lines, "\n")),
                     "add emissionClass=\"…\" to the vType, or accept SUMO's choice with "
                     "emission.allow_default_emission_class = true");
}

}  // namespace hacthanh::io
