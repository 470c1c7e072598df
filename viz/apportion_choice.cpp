#include "viz/apportion_choice.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <map>

namespace hacthanh::viz {
namespace {

/// Streets that give less are grey [% of the traffic's]; our choice.
constexpr double least_coloured = 0.1;

struct Named {
    std::filesystem::path file;
    std::size_t place = 0;  ///< from 1; 0 = not understood
};

Named named_by(std::string const& colour_by, std::filesystem::path const& result) {
    auto const hash = colour_by.rfind('#');
    Named named{result.parent_path() / colour_by.substr(apportion_prefix.size(), hash == std::string::npos
                                                                                     ? hash
                                                                                     : hash - apportion_prefix.size())};
    if (hash != std::string::npos)
        std::from_chars(colour_by.data() + hash + 1, colour_by.data() + colour_by.size(), named.place);
    return named;
}

}  // namespace

std::string apportion_choice(std::filesystem::path const& file, std::size_t place) {
    return fmt::format("{}{}#{}", apportion_prefix, file.string(), place);
}

io::Apportionment chosen_apportionment(std::string const& colour_by, std::filesystem::path const& result) {
    auto const named = named_by(colour_by, result);
    auto places = io::read_apportionments(named.file);
    validate(named.place >= 1 && named.place <= places.size(), colour_by,
             fmt::format("names none of the {} places of {}", places.size(), named.file.string()),
             "write apportion:FILE#N with N from 1");
    return std::move(places[named.place - 1]);
}

std::vector<std::string> apportion_choices(std::string const& now, std::filesystem::path const& result) {
    std::filesystem::path file(usual_apportion_file);
    if (is_apportion(now)) file = now.substr(apportion_prefix.size(), now.rfind('#') - apportion_prefix.size());
    std::vector<std::string> choices;
    std::error_code ignored;
    if (!std::filesystem::exists(result.parent_path() / file, ignored)) return choices;
    try {
        auto const n = io::read_apportionments(result.parent_path() / file).size();
        for (std::size_t place = 1; place <= n; ++place) choices.push_back(apportion_choice(file, place));
    } catch (InputError const&) {  // a file of another kind of this name: it is offered by nobody
        choices.clear();
    }
    return choices;
}

std::vector<float> apportion_shares(io::ResultReader const& result, io::Apportionment const& place) {
    std::map<std::string, double> gives;
    for (auto const& edge : place.edges) gives[edge.name] += edge.gives;
    std::vector<float> shares;
    for (auto const& road : result.roads()) {
        auto const found = gives.find(road.name);
        bool const any =
            found != gives.end() && place.traffic > 0 && 100 * found->second >= least_coloured * place.traffic;
        shares.push_back(any ? static_cast<float>(100 * found->second / place.traffic)
                             : std::numeric_limits<float>::quiet_NaN());
    }
    return shares;
}

}  // namespace hacthanh::viz
