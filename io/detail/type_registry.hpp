#pragma once

#include "io/vehicle_types.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace hacthanh::io::detail {

/// Vehicle types and distributions by id, and who uses them. Definitions may come after uses.
class TypeRegistry {
public:
    struct Type {
        std::string vehicle_class;
        std::string emission_class;  ///< "" when it names none
        std::string where;
    };

    /// A vType. Throws InputError when the id is taken (unless `allow_repeats`).
    void define(std::string_view id, Type type);
    /// A vTypeDistribution; members are added with add_member.
    void define_distribution(std::string_view id, std::string where);
    void add_member(std::string_view distribution, std::string_view type);

    /// A vehicle of type `id`. @param where  called when this is the first use of the type
    void use(std::string_view id, std::string_view user, std::function<std::string()> const& where);

    /// Follows every use to its types and lists them in `demand`. Throws InputError when a type is defined nowhere
    /// (unless `allow_undefined`).
    void follow_all(bool allow_undefined, Demand& demand) const;

    std::size_t n_types() const { return types_.size(); }
    bool allow_repeats = false;  ///< definitions may repeat (a loaded state has them too)

private:
    struct Use {
        std::string id;
        std::string user;
        std::string where;
    };
    struct Distribution {
        std::vector<std::string> members;
        std::string where;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    template <class Value>
    using ById = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

    void require_new(std::string_view id, std::string_view where) const;
    void follow(Use const& use, bool allow_undefined, std::unordered_set<std::string>& seen, Demand& demand) const;

    ById<Type> types_;
    ById<Distribution> distributions_;
    ById<std::size_t> used_;  ///< id -> index into uses_
    std::vector<Use> uses_;
    std::string last_used_;  ///< shortcut: most vehicles have the type of the one before
};

}  // namespace hacthanh::io::detail
