#pragma once
/// Turns members of Scenario into OptionValues and back, by the member's type.

#include "sim/scenario/option_table.hpp"

#include <filesystem>
#include <type_traits>
#include <utility>

namespace hacthanh::scenario::detail {

/// What an option's author writes; the rest follows from the member.
struct OptionTexts {
    std::string key;
    std::string unit;
    OptionRule rule;
    std::string hint;
    std::string documentation;
};

/// How members of type T are written.
template <class T>
struct Access;

template <>
struct Access<bool> {
    static constexpr OptionKind kind = OptionKind::boolean;
    static std::optional<OptionValue> get(bool member) { return member; }
    static void set(bool& member, OptionValue const& value) { member = std::get<bool>(value); }
};

template <>
struct Access<double> {
    static constexpr OptionKind kind = OptionKind::number;
    static std::optional<OptionValue> get(double member) { return member; }
    static void set(double& member, OptionValue const& value) { member = std::get<double>(value); }
};

template <>
struct Access<int> {
    static constexpr OptionKind kind = OptionKind::integer;
    static std::optional<OptionValue> get(int member) { return std::int64_t(member); }
    static void set(int& member, OptionValue const& value) { member = static_cast<int>(std::get<std::int64_t>(value)); }
};

template <>
struct Access<std::int64_t> {
    static constexpr OptionKind kind = OptionKind::integer;
    static std::optional<OptionValue> get(std::int64_t member) { return member; }
    static void set(std::int64_t& member, OptionValue const& value) { member = std::get<std::int64_t>(value); }
};

template <>
struct Access<std::string> {
    static constexpr OptionKind kind = OptionKind::text;
    static std::optional<OptionValue> get(std::string const& member) { return member; }
    static void set(std::string& member, OptionValue const& value) { member = std::get<std::string>(value); }
};

template <>
struct Access<std::filesystem::path> {
    static constexpr OptionKind kind = OptionKind::path;
    static std::optional<OptionValue> get(std::filesystem::path const& member) {
        if (member.empty()) return std::nullopt;
        return member.string();
    }
    static void set(std::filesystem::path& member, OptionValue const& value) { member = std::get<std::string>(value); }
};

template <>
struct Access<city::Rectangle> {
    static constexpr OptionKind kind = OptionKind::number_list;
    static std::optional<OptionValue> get(city::Rectangle const& box) {
        return std::vector<double>{box.x_min, box.y_min, box.x_max, box.y_max};
    }
    static void set(city::Rectangle& member, OptionValue const& value) {
        auto const& box = std::get<std::vector<double>>(value);
        member = {box.at(0), box.at(1), box.at(2), box.at(3)};
    }
};

template <>
struct Access<std::vector<double>> {
    static constexpr OptionKind kind = OptionKind::number_list;
    static std::optional<OptionValue> get(std::vector<double> const& member) { return member; }
    static void set(std::vector<double>& member, OptionValue const& value) {
        member = std::get<std::vector<double>>(value);
    }
};

template <>
struct Access<std::vector<std::string>> {
    static constexpr OptionKind kind = OptionKind::text_list;
    static std::optional<OptionValue> get(std::vector<std::string> const& member) { return member; }
    static void set(std::vector<std::string>& member, OptionValue const& value) {
        member = std::get<std::vector<std::string>>(value);
    }
};

template <>
struct Access<std::vector<Pollutant>> {
    static constexpr OptionKind kind = OptionKind::species_list;
    static std::optional<OptionValue> get(std::vector<Pollutant> const& member) {
        std::vector<std::string> names;
        names.reserve(member.size());
        for (Pollutant species : member) names.emplace_back(hacthanh::name(species));
        return names;
    }
    static void set(std::vector<Pollutant>& member, OptionValue const& value) {
        member.clear();
        for (auto const& species : std::get<std::vector<std::string>>(value))
            member.push_back(find_pollutant(species).value());
    }
};

template <class T>
struct Access<std::optional<T>> {
    static constexpr OptionKind kind = Access<T>::kind;
    static std::optional<OptionValue> get(std::optional<T> const& member) {
        if (!member) return std::nullopt;
        return Access<T>::get(*member);
    }
    static void set(std::optional<T>& member, OptionValue const& value) { Access<T>::set(member.emplace(), value); }
};

/// @param member  generic lambda that returns a reference to the member of a (const or not) Owner
template <class Owner = Scenario, class Member>
OptionOf<Owner> make_option(OptionTexts texts, Member member) {
    using Type = std::remove_cvref_t<decltype(member(std::declval<Owner&>()))>;
    OptionOf<Owner> option;
    option.key = std::move(texts.key);
    option.kind = Access<Type>::kind;
    option.unit = std::move(texts.unit);
    option.rule = std::move(texts.rule);
    option.hint = std::move(texts.hint);
    option.documentation = std::move(texts.documentation);
    option.get = [member](Owner const& owner) { return Access<Type>::get(member(owner)); };
    option.set = [member](Owner& owner, OptionValue const& value) { Access<Type>::set(member(owner), value); };
    return option;
}

}  // namespace hacthanh::scenario::detail
