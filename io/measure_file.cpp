#include "io/measure_file.hpp"

#include "io/detail/text_file.hpp"
#include "io/detail/toml_value.hpp"
#include "io/sumo_classes.hpp"
#include "sim/core/error.hpp"
#include "sim/scenario/measure_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace hacthanh::io {
namespace {

using scenario::Measure;
using scenario::MeasureFile;
using scenario::MeasureKey;
using scenario::MeasureKind;
using scenario::OptionValue;

/// A text member of the file's head or of an expectation.
template <class Owner>
struct TextKey {
    std::string_view name;
    std::string Owner::*member;
};
constexpr std::array<TextKey<MeasureFile>, 4> about_keys = {{{"title", &MeasureFile::title},
                                                             {"title_vi", &MeasureFile::title_vi},
                                                             {"note", &MeasureFile::note},
                                                             {"note_vi", &MeasureFile::note_vi}}};
using scenario::Expectation;
constexpr std::array<TextKey<Expectation>, 5> expectation_keys = {{{"indicator", &Expectation::indicator},
                                                                   {"place", &Expectation::place},
                                                                   {"sign", &Expectation::sign},
                                                                   {"published", &Expectation::published},
                                                                   {"source", &Expectation::source}}};

bool is_finite(OptionValue const& value) {
    if (auto const* number = std::get_if<double>(&value)) return std::isfinite(*number);
    if (auto const* list = std::get_if<std::vector<double>>(&value))
        return std::ranges::all_of(*list, [](double x) { return std::isfinite(x); });
    return true;
}

std::string with_hint(std::string text, std::string_view hint) {
    return hint.empty() ? text : fmt::format("{}; {}", text, hint);
}

class Reader {
public:
    Reader(MeasureFile& file, std::string source) : file_(file), source_(std::move(source)) {}

    void read(toml::table const& document) {
        for (auto const& [key, node] : document) {
            auto const line = key.source().begin.line;
            if (key.str() == "about" && node.is_table())
                read_about(*node.as_table());
            else if (key.str() == "measure" && node.is_array_of_tables())
                for (auto const& entry : *node.as_array()) read_measure(*entry.as_table());
            else if (key.str() == "expect" && node.is_array_of_tables())
                for (auto const& entry : *node.as_array()) read_expectation(*entry.as_table());
            else
                add(line, fmt::format("\"{}\" is not known here", key.str()),
                    "write [about], [[measure]] and [[expect]]");
        }
        if (file_.measures.empty()) add(1, "no [[measure]] in it", "add one: docs/formats/measure.md");
    }

    void finish() {
        if (problems_.empty()) scenario::check_measures(file_, problems_);
        validate(problems_.empty(), {}, fmt::format("{}", fmt::join(problems_, "\n")));
    }

private:
    void add(std::size_t line, std::string_view broken, std::string_view hint) {
        problems_.push_back(with_hint(fmt::format("{}:{}: {}", source_, line, broken), hint));
    }

    template <class Keys>
    static std::vector<std::string> names_of(Keys const& keys) {
        std::vector<std::string> names;
        for (auto const& key : keys) names.emplace_back(key.name);
        return names;
    }

    /// Fills the text members of `owner`; what is left over is unknown. @param section  for messages
    template <class Owner, class Keys>
    void read_texts(toml::table const& table, std::string_view section, Keys const& keys, Owner& owner) {
        for (auto const& [leaf, node] : table) {
            auto const line = leaf.source().begin.line;
            auto const known = std::ranges::find(keys, leaf.str(), [](auto const& key) { return key.name; });
            if (known == keys.end())
                add(line,
                    fmt::format("unknown key \"{}.{}\" (the closest known key is {})", section, leaf.str(),
                                scenario::closest_word(leaf.str(), names_of(keys))),
                    {});
            else if (auto const text = node.template value_exact<std::string>())
                owner.*(known->member) = *text;
            else
                add(line, fmt::format("{}.{} must be a string, found {}", section, leaf.str(), detail::what_is(node)),
                    {});
        }
    }

    void read_about(toml::table const& table) {
        toml::table texts = table;
        if (auto const* ring = table.get("ring_m")) {
            auto const value = detail::convert(*ring, scenario::OptionKind::number);
            if (value && std::get<double>(*value) > 0)
                file_.ring_m = std::get<double>(*value);
            else
                add(ring->source().begin.line, "about.ring_m must be a number > 0", {});
            texts.erase("ring_m");
        }
        read_texts(texts, "about", about_keys, file_);
    }

    void read_expectation(toml::table const& table) {
        Expectation expectation;
        read_texts(table, "expect", expectation_keys, expectation);
        auto const line = table.source().begin.line;
        auto const is_one_of = [](std::string const& text, std::vector<std::string> const& words) {
            return std::ranges::count(words, text) > 0;
        };
        if (expectation.indicator.empty()) add(line, "expect.indicator is not given", "for example \"vehicle_km\"");
        if (!is_one_of(expectation.sign, {"+", "-", "0"})) add(line, "expect.sign must be \"+\", \"-\" or \"0\"", {});
        if (!is_one_of(expectation.place, {"all", "place", "ring"}))
            add(line, "expect.place must be all, place or ring", {});
        file_.expectations.push_back(std::move(expectation));
    }

    void read_measure(toml::table const& table) {
        Measure measure;
        measure.file = source_;
        measure.line = table.source().begin.line;
        auto const* const kind = table.get("kind");
        auto const word = kind != nullptr ? kind->value_exact<std::string>() : std::nullopt;
        if (!word)
            return add(measure.line, "measure.kind is not given", "name one of the kinds: docs/formats/measure.md");
        auto const& kinds = scenario::measure_kind_names;
        auto const known = std::ranges::find(kinds, *word);
        if (known == kinds.end()) {
            std::string const closest = scenario::closest_word(*word, {kinds.begin(), kinds.end()});
            return add(kind->source().begin.line,
                       fmt::format("measure.kind = \"{}\" is no kind of measure (the closest is {})", *word, closest),
                       fmt::format("there are {}", fmt::join(kinds, ", ")));
        }
        measure.kind = static_cast<MeasureKind>(known - kinds.begin());
        for (auto const& [leaf, node] : table)
            read_key(measure, std::string(leaf.str()), node, leaf.source().begin.line);
        file_.measures.push_back(std::move(measure));
    }

    void read_key(Measure& measure, std::string const& name, toml::node const& node, std::size_t line) {
        auto const kind = scenario::name(measure.kind);
        MeasureKey const* const key = scenario::find_measure_key(name);
        if (key == nullptr || std::ranges::count(key->kinds, measure.kind) == 0) {
            std::string const closest = scenario::closest_word(name, scenario::keys_of(measure.kind));
            std::string const what = key == nullptr ? fmt::format("unknown key \"measure.{}\"", name)
                                                    : fmt::format("measure.{} does not go with {}", name, kind);
            return add(line, fmt::format("{} (the closest key of {} is {})", what, kind, closest), {});
        }
        auto const value = detail::convert(node, key->option.kind);
        if (!value)
            return add(line,
                       fmt::format("measure.{} must be {}, found {}", name, detail::what_must_be(key->option.kind),
                                   detail::what_is(node)),
                       key->option.hint);
        auto const& rule = key->option.rule;
        bool const finite = is_finite(*value);
        if (!finite || (rule.holds && !rule.holds(*value)))
            return add(line,
                       fmt::format("measure.{} = {} ({})", name, scenario::to_toml(*value),
                                   finite ? rule.text : "must be finite"),
                       key->option.hint);
        key->option.set(measure, *value);
        measure.lines[name] = line;
        if (name == "classes") check_classes(measure, line);
    }

    void check_classes(Measure const& measure, std::size_t line) {
        for (std::string const& word : measure.classes)
            if (word != "all" && !is_lane_permission(word))
                add(line,
                    fmt::format("measure.classes: SUMO 1.15 has no vehicle class \"{}\" (the closest is {})", word,
                                scenario::closest_word(word, lane_permissions())),
                    {});
    }

    MeasureFile& file_;
    std::string source_;
    std::vector<std::string> problems_;
};

}  // namespace

MeasureFile read_measures_text(std::string text, std::filesystem::path const& file) {
    detail::check_text(text, file.string());
    MeasureFile measures;
    Reader reader(measures, file.string());
    reader.read(detail::parse_toml(text, file.string()));
    reader.finish();
    if (measures.title.empty()) measures.title = file.stem().string();
    if (measures.title_vi.empty()) measures.title_vi = measures.title;
    if (measures.note_vi.empty()) measures.note_vi = measures.note;
    measures.file = std::filesystem::absolute(file).lexically_normal().string();
    measures.text = std::move(text);
    return measures;
}

MeasureFile read_measures(std::filesystem::path const& file) {
    return read_measures_text(detail::read_text(file), file);
}

}  // namespace hacthanh::io
