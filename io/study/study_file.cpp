#include "io/study/study_file.hpp"

#include "io/detail/text_file.hpp"
#include "io/detail/toml_value.hpp"
#include "sim/core/closest_word.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>
#include <string_view>

namespace hacthanh::io::study {
namespace {

namespace fs = std::filesystem;

constexpr int most_seeds = 100000;
constexpr int most_samples = 1000000;
constexpr int most_memory_mb = 1 << 20;

/// A value as it is typed after --set.
std::string typed(toml::node const& node) {
    if (auto const text = node.value_exact<std::string>()) return *text;
    std::ostringstream out;
    node.visit([&out](auto const& value) { out << value; });
    return out.str();
}

class Reader {
public:
    explicit Reader(StudyFile& study) : study_(study) {}

    void read(toml::table const& document) {
        for (auto const& [key, node] : document) {
            std::string_view const name = key.str();
            if (name == "study" && node.is_table())
                read_head(*node.as_table());
            else if (name == "set" && node.is_table())
                study_.overrides = overrides_of(*node.as_table());
            else if (name == "executor" && node.is_table())
                read_executor(*node.as_table());
            else if (name == "merge" && node.is_table())
                read_merge(*node.as_table());
            else if (name == "package" && node.is_table())
                read_package(*node.as_table());
            else if (name == "factor" && node.is_array_of_tables())
                for (auto const& entry : *node.as_array()) read_factor(*entry.as_table());
            else if (name == "weather" && node.is_array_of_tables())
                for (auto const& entry : *node.as_array()) read_weather(*entry.as_table());
            else if (name == "measure" && node.is_array_of_tables())
                for (auto const& entry : *node.as_array()) read_measure(*entry.as_table());
            else
                add(key.source().begin.line, fmt::format("\"{}\" is not known here", name),
                    "write [study], [set], [[factor]], [[weather]], [[measure]], [merge], [package] and [executor]");
        }
    }

    void finish() {
        if (study_.scenario.empty()) add(1, "study.scenario is not given", "name the base scenario");
        if (study_.weathers.empty()) study_.weathers.push_back({"scenario", {}});
        check_names();
        check_design();
        check_package();
        study_.merge.pooled =
            pooled_.value_or(draws_points() ? std::vector<std::string>{"point"} : std::vector<std::string>{});
        validate(problems_.empty(), {}, fmt::format("{}", fmt::join(problems_, "\n")));
    }

private:
    void add(std::size_t line, std::string_view broken, std::string_view hint) {
        problems_.push_back(fmt::format("{}:{}: {}; {}", study_.file.string(), line, broken, hint));
    }

    /// Looks at every key of a section; `take` says whether it knew the key and its type fitted.
    template <class Take>
    void each(toml::table const& table, std::string_view section, std::vector<std::string> const& known, Take take) {
        for (auto const& [key, node] : table) {
            std::string const name(key.str());
            if (std::ranges::find(known, name) == known.end())
                add(key.source().begin.line, fmt::format("unknown key \"{}.{}\"", section, name),
                    fmt::format("the closest known key is {}", closest_word(name, known)));
            else if (!take(name, node))
                add(node.source().begin.line,
                    fmt::format("{}.{} does not fit, found {}", section, name, detail::what_is(node)),
                    "docs/formats/study.md names types and ranges");
        }
    }

    static bool text(toml::node const& node, std::string& into) {
        auto const value = node.value_exact<std::string>();
        if (value) into = *value;
        return value.has_value() && !value->empty();
    }
    static bool count(toml::node const& node, int least, int most, int& into) {
        auto const value = node.value_exact<std::int64_t>();
        if (!value || *value < least || *value > most) return false;
        into = static_cast<int>(*value);
        return true;
    }
    static bool number(toml::node const& node, double& into) {
        auto const value = node.value<double>();
        if (!value || !std::isfinite(*value)) return false;
        into = *value;
        return true;
    }
    static bool numbers(toml::node const& node, std::vector<double>& into) {
        auto const* list = node.as_array();
        if (list == nullptr) return false;
        return std::ranges::all_of(*list, [&](toml::node const& entry) { return number(entry, into.emplace_back()); });
    }
    static bool texts(toml::node const& node, std::vector<std::string>& into) {
        auto const* list = node.as_array();
        if (list == nullptr) return false;
        for (auto const& entry : *list) {
            auto const value = entry.value_exact<std::string>();
            if (!value) return false;
            into.push_back(*value);
        }
        return true;
    }

    fs::path beside(std::string const& name) const { return fs::weakly_canonical(study_.file.parent_path() / name); }

    /// "key=value" of a section; sections in it are taken as dotted keys.
    std::vector<std::string> overrides_of(toml::table const& table, std::string const& prefix = {}) {
        std::vector<std::string> found;
        for (auto const& [key, node] : table) {
            std::string const name = prefix + std::string(key.str());
            if (auto const* section = node.as_table()) {
                auto const more = overrides_of(*section, name + ".");
                found.insert(found.end(), more.begin(), more.end());
            } else {
                found.push_back(name + "=" + typed(node));
            }
        }
        return found;
    }

    void read_head(toml::table const& table) {
        std::string scenario;
        each(table, "study",
             {"title", "title_vi", "scenario", "seeds", "first_seed", "design", "samples", "design_seed", "rank"},
             [&](std::string const& name, toml::node const& node) {
                 if (name == "title") return text(node, study_.title);
                 if (name == "title_vi") return text(node, study_.title_vi);
                 if (name == "scenario") return text(node, scenario);
                 if (name == "design") return text(node, study_.design);
                 if (name == "seeds") return count(node, 1, most_seeds, study_.seeds);
                 if (name == "samples") return count(node, 1, most_samples, study_.samples);
                 if (name == "rank") return texts(node, study_.ranked);
                 auto const value = node.value_exact<std::int64_t>();
                 if (!value || *value < 0 || *value > std::int64_t{2147483647}) return false;
                 if (name == "first_seed")
                     study_.first_seed = value;
                 else
                     study_.design_seed = *value;
                 return true;
             });
        if (!scenario.empty()) study_.scenario = beside(scenario);
    }

    void read_factor(toml::table const& table) {
        Factor factor;
        bool has_low = false;
        each(table, "factor", {"key", "values", "low", "high"}, [&](std::string const& name, toml::node const& node) {
            if (name == "key") return text(node, factor.key);
            if (name == "low") return has_low = number(node, factor.low);
            if (name == "high") return number(node, factor.high);
            auto const* list = node.as_array();
            if (list == nullptr || list->empty()) return false;
            for (auto const& entry : *list) factor.values.push_back(typed(entry));
            return true;
        });
        auto const line = table.source().begin.line;
        if (factor.key.empty()) add(line, "factor.key is not given", "name a key of the scenario, as traffic.scale");
        if (factor.values.empty() == !factor.is_range())
            add(line, fmt::format("factor {} needs values or a range low < high", factor.key),
                has_low ? "give both low and high, the smaller first" : "write values = [...]");
        study_.factors.push_back(std::move(factor));
    }

    void read_weather(toml::table const& table) {
        WeatherSet weather;
        each(table, "weather", {"name", "set"}, [&](std::string const& name, toml::node const& node) {
            if (name == "name") return text(node, weather.name);
            if (!node.is_table()) return false;
            weather.overrides = overrides_of(*node.as_table());
            return true;
        });
        study_.weathers.push_back(std::move(weather));
    }

    void read_measure(toml::table const& table) {
        Variant variant;
        std::vector<std::string> files;
        each(table, "measure", {"name", "files", "cost"}, [&](std::string const& name, toml::node const& node) {
            if (name == "cost") return number(node, variant.cost.emplace());
            return name == "name" ? text(node, variant.name) : texts(node, files);
        });
        for (auto const& file : files) variant.measures.push_back(beside(file));
        if (files.empty()) add(table.source().begin.line, "measure.files is not given", "name measure files");
        if (variant.name.empty() && !files.empty()) variant.name = variant.measures.front().stem().string();
        study_.variants.push_back(std::move(variant));
    }

    void read_merge(toml::table const& table) {
        auto& merge = study_.merge;
        each(table, "merge", {"fields", "probabilities", "limits", "pool", "memory_mb"},
             [&](std::string const& name, toml::node const& node) {
                 if (name == "fields") return texts(node, merge.fields) && !merge.fields.empty();
                 if (name == "pool")
                     return texts(node, pooled_.emplace()) &&
                            std::ranges::all_of(*pooled_, [](auto const& p) { return p == "point" || p == "weather"; });
                 if (name == "memory_mb") return count(node, 1, most_memory_mb, merge.memory_mb);
                 bool const shares = name == "probabilities";
                 auto& into = shares ? merge.probabilities : merge.limits;
                 into.clear();
                 return numbers(node, into) &&
                        (!shares || std::ranges::all_of(into, [](double p) { return p >= 0 && p <= 1; }));
             });
        if (merge.fields.empty())
            add(table.source().begin.line, "merge.fields is not given", "name variables of the results");
    }

    void read_package(toml::table const& table) {
        auto& package = study_.package.emplace();
        package_line_ = table.source().begin.line;
        each(table, "package", {"indicator", "better", "budget", "incompatible"},
             [&](std::string const& name, toml::node const& node) {
                 if (name == "indicator") return text(node, package.indicator);
                 if (name == "budget") return number(node, package.budget) && package.budget >= 0;
                 if (name == "better") {
                     std::string better;
                     if (!text(node, better) || (better != "less" && better != "more")) return false;
                     package.less_is_better = better == "less";
                     return true;
                 }
                 auto const* list = node.as_array();
                 if (list == nullptr) return false;
                 for (auto const& entry : *list) {
                     std::vector<std::string> pair;
                     if (!texts(entry, pair) || pair.size() != 2) return false;
                     package.incompatible.emplace_back(pair[0], pair[1]);
                 }
                 return true;
             });
        if (package.indicator.empty())
            add(package_line_, "package.indicator is not given", "name an indicator of summary.json");
    }

    void check_package() {
        auto const priced = [&](std::string const& name) {
            auto const found = std::ranges::find(study_.variants, name, &Variant::name);
            return found != study_.variants.end() && found->cost.has_value();
        };
        bool const any = std::ranges::any_of(study_.variants, [](Variant const& v) { return v.cost.has_value(); });
        if (!study_.package) return;
        if (!any) add(package_line_, "no measure has a cost", "give measure.cost to those that may be bought");
        for (auto const& [a, b] : study_.package->incompatible)
            if (!priced(a) || !priced(b) || a == b)
                add(package_line_, fmt::format("package.incompatible names \"{}\" and \"{}\"", a, b),
                    "name two different measures that have a cost");
    }

    void read_executor(toml::table const& table) {
        auto& e = study_.executor;
        each(table, "executor",
             {"kind", "slots", "tasks", "threads", "memory_mb", "account", "partition", "time_limit", "modules",
              "extra", "share_warm_up"},
             [&](std::string const& name, toml::node const& node) {
                 if (name == "kind") return text(node, e.kind) && (e.kind == "local" || e.kind == "slurm");
                 if (name == "slots") return count(node, 0, 100000, e.slots);
                 if (name == "tasks") return count(node, 1, 1000, e.tasks);
                 if (name == "threads") return count(node, 1, 1024, e.threads);
                 if (name == "memory_mb") return count(node, 0, 10000000, e.memory_mb);
                 if (name == "account") return text(node, e.account);
                 if (name == "partition") return text(node, e.partition);
                 if (name == "time_limit") return text(node, e.time_limit);
                 if (name == "share_warm_up") {
                     e.share_warm_up = node.value_exact<bool>().value_or(true);
                     return node.is_boolean();
                 }
                 return texts(node, name == "modules" ? e.modules : e.extra);
             });
    }

    void check_names() {
        std::set<std::string> names{"base"};
        for (auto const& variant : study_.variants)
            if (!names.insert(variant.name).second)
                add(1, fmt::format("two variants are called \"{}\"", variant.name),
                    "give measure.name (\"base\" is taken)");
        std::set<std::string> weathers;
        for (auto const& weather : study_.weathers)
            if (weather.name.empty() || !weathers.insert(weather.name).second)
                add(1, fmt::format("a weather is called \"{}\"", weather.name), "give each weather a name of its own");
        std::set<std::string> keys;
        for (auto const& factor : study_.factors)
            if (!keys.insert(factor.key).second) add(1, fmt::format("factor {} stands twice", factor.key), "keep one");
    }

    bool draws_points() const { return study_.design != "factorial" && study_.design != "one_at_a_time"; }

    void check_design() {
        std::vector<std::string> const designs = {"factorial", "one_at_a_time", "latin_hypercube", "morris", "sobol"};
        if (std::ranges::find(designs, study_.design) == designs.end())
            return add(1, fmt::format("study.design = \"{}\" is no design", study_.design),
                       fmt::format("the closest is {}", closest_word(study_.design, designs)));
        if (draws_points() && study_.samples == 0)
            add(1, "study.samples is not given", "say how many points, trajectories or base samples");
        if (draws_points() && study_.design != "latin_hypercube" && study_.factors.empty())
            add(1, fmt::format("the design {} has no factor", study_.design), "add [[factor]] with low and high");
        for (auto const& factor : study_.factors)
            if (factor.is_range() != draws_points())
                add(1, fmt::format("factor {} does not fit the design {}", factor.key, study_.design),
                    draws_points() ? "this design wants low and high" : "write values = [...]");
    }

    StudyFile& study_;
    std::size_t package_line_ = 1;
    std::optional<std::vector<std::string>> pooled_;  ///< as merge.pool says
    std::vector<std::string> problems_;
};

}  // namespace

StudyFile read_study(fs::path const& file) {
    StudyFile study;
    study.file = fs::absolute(file);
    study.text = detail::read_text(file);
    study.title = file.stem().string();
    Reader reader(study);
    reader.read(detail::parse_toml(study.text, file.string()));
    reader.finish();
    return study;
}

}  // namespace hacthanh::io::study
