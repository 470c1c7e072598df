#pragma once
/// What numbers are held against and valued with, as read from the tables of the folder `rules`
/// (docs/formats/rules.md).

#include "sim/city/provenance.hpp"
#include "sim/core/language.hpp"
#include "sim/impact/averaging.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::impact {

using Date = std::chrono::year_month_day;

/// What every rule has: how well it is known, where it stands, from when to when it holds.
struct Origin {
    std::optional<Date> valid_from;  ///< nothing = always
    std::optional<Date> valid_to;    ///< its last day; nothing = without end
    city::Mark evidence = city::Mark::memory;
    std::string source;

    bool holds_on(Date day) const { return (!valid_from || *valid_from <= day) && (!valid_to || day <= *valid_to); }
    /// A number from memory is shown as "to be verified".
    bool to_be_verified() const { return evidence == city::Mark::memory; }
};

/// Whom a set of limits binds.
enum class StandardKind { legal, guideline, foreign };

struct Standard {
    std::string id;
    Text name;
    StandardKind kind = StandardKind::legal;
    Text reference;  ///< the document, as it is cited
    Origin origin;
};

/// A concentration that must not be exceeded by means of one averaging time.
struct Limit {
    std::string standard;   ///< id of a Standard
    std::string pollutant;  ///< "PM25", "NO2"…, as in results
    Averaging averaging = Averaging::hour;
    double ug_m3 = 0;
    std::optional<int> exceedances_per_year;  ///< that are allowed; nothing = none are named
    Origin origin;

    /// "; 4 a year may lie above", or nothing.
    Text allowance() const;
};

/// A point of an index of air quality.
struct AqiPoint {
    std::string scale;      ///< "VN_AQI"
    std::string pollutant;  ///< as in results
    Averaging averaging = Averaging::hour;
    double index = 0;
    double ug_m3 = 0;
    Origin origin;
};

struct AqiClass {
    std::string scale;
    int low = 0;
    int high = 0;
    Text name;
    std::array<int, 3> rgb{};
    Origin origin;
};

/// Relative risk of an outcome per 10 ug/m3: log-linear above the counterfactual.
struct ResponseFunction {
    std::string id;
    std::string pollutant;
    Averaging averaging = Averaging::year;
    Text outcome;
    std::string people;  ///< whom it holds for: "30+", "adults", "all"…
    double rr = 1;       ///< per 10 ug/m3
    double rr_low = 1;   ///< of its 95 % interval
    double rr_high = 1;
    double counterfactual_ug_m3 = 0;  ///< of the total concentration
    Origin origin;
};

enum class NoiseForm { polynomial, relative_risk };

/// Response to a level of road noise.
struct NoiseResponse {
    std::string id;
    std::string metric;  ///< "Lden", "Lnight"
    NoiseForm form = NoiseForm::polynomial;
    Text outcome;
    std::array<double, 3> c{};
    double shift_db = 0;
    double valid_from_db = 0;
    double valid_to_db = 0;
    Origin origin;
};

/// A price or another number with its range.
struct ValueRule {
    std::string id;
    Text name;
    double low = 0;
    double central = 0;
    double high = 0;
    std::string unit;
    int base_year = 0;  ///< of its prices
    Origin origin;
};

struct DiscountRate {
    std::string id;
    double rate = 0;  ///< a year, 0.09 = 9 %
    Text name;
    Origin origin;
};

/// What a systematic error multiplies lies between 1 / (1 + range) and 1 + range in 95 % of cases.
struct ErrorTerm {
    std::string term;
    Text name;
    std::array<double, 4> range{};  ///< by evidence of the input: S, C, D, M
    Origin origin;

    double range_of(city::Mark mark) const { return range[static_cast<std::size_t>(mark)]; }
};

/// An indicator of a standard, and where it is shown.
struct CatalogueEntry {
    std::string id;
    std::string standard;
    std::string clause;
    Text name;
    std::string pillar;    ///< "governance", "life", "environment", "economy"
    std::string state;     ///< "row", "partial", "table", "input", "no"
    std::string shown_as;  ///< id of an indicator or name of a table; empty when it is not shown
    Text note;
    Origin origin;
};

/// All rules, or those that hold on a day.
struct Rules {
    std::vector<Standard> standards;
    std::vector<Limit> limits;
    std::vector<AqiPoint> aqi_points;
    std::vector<AqiClass> aqi_classes;
    std::vector<ResponseFunction> responses;
    std::vector<NoiseResponse> noise_responses;
    std::vector<ValueRule> values;
    std::vector<DiscountRate> discount_rates;
    std::vector<ErrorTerm> errors;
    std::vector<CatalogueEntry> catalogue;

    /// Those that hold on a day.
    Rules on(Date day) const;
    /// The value with this id, or null.
    ValueRule const* value(std::string_view id) const;
    ErrorTerm const* error(std::string_view term) const;
    Standard const* standard(std::string_view id) const;
};

}  // namespace hacthanh::impact
