#include "io/member_fields.hpp"

#include "io/detail/cell_range.hpp"
#include "io/detail/field_form.hpp"
#include "io/schema.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <utility>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;
using detail::Dimension;

}  // namespace

MemberField::MemberField(std::string name, fs::path const& like) : name_(std::move(name)) {
    auto const dims = detail::form_of(hdf5::File::open(like.string()), name_).dims();
    dims_.assign(dims.begin(), dims.end());
}

std::size_t MemberField::n_cells() const { return hdf5::n_values({dims_.begin(), dims_.end()}); }

void MemberField::read(fs::path const& result, std::size_t begin, std::span<float> out) const {
    auto const file = hdf5::File::open(result.string());
    validate(hdf5::exists(file.id(), name_), file.path(), "has no variable " + name_,
             "ask for variables that every member's output holds (merge.fields)");
    auto const dataset = hdf5::open_dataset(file.id(), name_);
    validate(hdf5::dims_of(dataset.get()) == hdf5::Extent(dims_.begin(), dims_.end()), file.path(),
             name_ + " has another shape than in the first member", "give studies over meshes or hours a folder each");
    detail::read_cells(dataset.get(), begin, out);
    for (float& value : out)
        if (value >= detail::fill_value) value = std::numeric_limits<float>::quiet_NaN();
}

class FieldStatisticsFile::Impl {
public:
    Impl(fs::path const& part, fs::path const& like, std::vector<MemberGroup> const& groups,
         std::vector<double> const& probabilities, std::vector<double> const& limits)
        : like_(hdf5::File::open(like.string())), file_(hdf5::File::create(part.string())), forms_(file_.id()) {
        hdf5::set_attribute(root(), "file_type", "hacthanh study fields");
        hdf5::set_attribute(root(), "schema", study_fields_schema.text());
        forms_->copy_head(like_);
        group_ = detail::bare_dimension(root(), "group", groups.size());
        add_groups(groups);
        if (!probabilities.empty())
            probability_ = detail::coordinate(root(), "probability", probabilities, false,
                                              {{"long_name", "share of values below the quantile"}, {"units", "1"}});
        if (!limits.empty())
            limit_ =
                detail::coordinate(root(), "limit", limits, false, {{"long_name", "limit, in the unit of each field"}});
    }

    void begin(std::string const& field) {
        form_ = detail::form_of(like_, field);
        made_.clear();
        std::string const unit = form_.attribute("units");
        define(FieldStatistic::n, "_n", "members that have a value of ", "1", nullptr);
        define(FieldStatistic::mean, "_mean", "mean over members of ", unit, nullptr);
        define(FieldStatistic::variance, "_variance", "unbiased variance over members of ",
               unit.empty() ? "" : fmt::format("({})^2", unit), nullptr);
        if (probability_)
            define(FieldStatistic::quantile, "_quantile", "quantile over members of ", unit, &*probability_);
        if (limit_)
            define(FieldStatistic::exceedance, "_exceedance", "share of members above the limit of ", "1", &*limit_);
    }

    void write(FieldStatistic statistic, std::size_t group, std::size_t column, std::size_t begin,
               std::span<double const> values) {
        std::vector<float> stored(values.size());
        for (std::size_t c = 0; c < values.size(); ++c)
            stored[c] = std::isfinite(values[c]) ? static_cast<float>(values[c]) : detail::fill_value;
        auto const columns = statistic == FieldStatistic::quantile     ? probability_->size
                             : statistic == FieldStatistic::exceedance ? limit_->size
                                                                       : 1;
        detail::write_cells(made_.at(statistic).get(),
                            (group * columns + column) * hdf5::n_values(form_.dims()) + begin, stored);
    }

    void close() {
        made_.clear();
        forms_.reset();
        limit_.reset();
        probability_.reset();
        group_ = {};
        file_.close();
    }

private:
    hid_t root() const { return file_.id(); }

    void define(FieldStatistic statistic, std::string const& ending, std::string const& meaning,
                std::string const& unit, Dimension const* column) {
        std::vector<Dimension const*> leading = {&group_};
        if (column != nullptr) leading.push_back(column);
        auto const of = form_.attribute("long_name");
        detail::TextAttributes attributes = {{"long_name", meaning + (of.empty() ? form_.name : of)},
                                             {"coordinates", "variant weather point"}};
        if (!unit.empty()) attributes.emplace_back("units", unit);
        if (auto const mapping = form_.attribute("grid_mapping"); !mapping.empty())
            attributes.emplace_back("grid_mapping", mapping);
        made_[statistic] = detail::define(root(), form_.name + ending, H5T_IEEE_F32LE,
                                          forms_->axes(form_, std::move(leading)), attributes, {.fill = true});
    }

    void add_groups(std::vector<MemberGroup> const& groups) {
        std::vector<std::string> variant, weather, levels;
        std::vector<std::int64_t> point, members;
        for (auto const& group : groups) {
            variant.push_back(group.variant);
            weather.push_back(group.weather);
            levels.push_back(group.levels);
            point.push_back(group.point);
            members.push_back(group.members);
        }
        auto const texts = [&](char const* name, char const* meaning, std::vector<std::string> const& values) {
            detail::define_text(root(), name, {&group_}, {{"long_name", meaning}}, values);
        };
        auto const numbers = [&](char const* name, char const* meaning, std::vector<std::int64_t> const& values) {
            detail::define_with<std::int64_t>(root(), name, {&group_}, {{"long_name", meaning}, {"units", "1"}},
                                              values);
        };
        texts("variant", "measures, or base", variant);
        texts("weather", "weather of the study; empty: over all", weather);
        numbers("point", "point of the design; -1: over all", point);
        texts("levels", "levels of the factors at the point", levels);
        numbers("members", "members that have a result", members);
    }

    hdf5::File like_;
    hdf5::File file_;
    Dimension group_;
    std::optional<Dimension> probability_;
    std::optional<Dimension> limit_;
    std::optional<detail::FormWriter> forms_;
    detail::FieldForm form_;
    std::map<FieldStatistic, hdf5::Handle> made_;
};

FieldStatisticsFile::FieldStatisticsFile(fs::path const& part, fs::path const& like,
                                         std::vector<MemberGroup> const& groups,
                                         std::vector<double> const& probabilities, std::vector<double> const& limits)
    : impl_(std::make_unique<Impl>(part, like, groups, probabilities, limits)) {}
FieldStatisticsFile::~FieldStatisticsFile() = default;
void FieldStatisticsFile::begin(std::string const& field) { impl_->begin(field); }
void FieldStatisticsFile::write(FieldStatistic statistic, std::size_t group, std::size_t column, std::size_t begin,
                                std::span<double const> values) {
    impl_->write(statistic, group, column, begin, values);
}
void FieldStatisticsFile::close() { impl_->close(); }

}  // namespace hacthanh::io
