#include "app/hacthanh/study_fields.hpp"

#include "io/hdf5.hpp"
#include "io/member_index.hpp"
#include "io/replace_file.hpp"
#include "io/study/member_folder.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/study/column_statistics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <span>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;
using io::hdf5::Extent;
using io::hdf5::File;

constexpr float fill = 9.96921e36F;  // of results, docs/formats/results.md

fs::path result_of(StudyRow const& row) { return io::study::MemberFolder({}, row.row.at("id")).path() / "result.nc"; }

/// One member's field, read in planes of its last two axes.
class MemberField {
public:
    MemberField(fs::path const& file, std::string const& name)
        : file_(File::open(file.string())), dataset_(open(file, name)), dims_(io::hdf5::dims_of(dataset_.get())) {
        plane_ = io::hdf5::n_values({dims_.end() - std::min<std::ptrdiff_t>(2, std::ssize(dims_)), dims_.end()});
    }
    Extent const& dims() const { return dims_; }

    /// Cells [begin, begin + out.size()) of the field as one long row; NaN = no value.
    void read(std::size_t begin, std::span<float> out) const {
        for (std::size_t plane = begin / plane_; plane * plane_ < begin + out.size(); ++plane) {
            auto const values = io::hdf5::read<float>(dataset_.get(), start_of(plane), count());
            for (std::size_t c = 0; c < plane_; ++c) {
                std::size_t const cell = plane * plane_ + c;
                if (cell < begin || cell >= begin + out.size()) continue;
                out[cell - begin] = values[c] >= fill ? std::nanf("") : values[c];
            }
        }
    }

private:
    io::hdf5::Handle open(fs::path const& file, std::string const& name) const {
        validate(io::hdf5::exists(file_.id(), name), file.string(), "has no variable " + name,
                 "ask for variables that every member's output holds (merge.fields)");
        return io::hdf5::open_dataset(file_.id(), name);
    }
    Extent start_of(std::size_t plane) const {
        Extent start(dims_.size(), 0);
        for (std::size_t axis = dims_.size() > 2 ? dims_.size() - 2 : 0; axis-- > 0;) {
            start[axis] = plane % dims_[axis];
            plane /= dims_[axis];
        }
        return start;
    }
    Extent count() const {
        Extent count(dims_.size(), 1);
        for (std::size_t axis = dims_.size() > 2 ? dims_.size() - 2 : 0; axis < dims_.size(); ++axis)
            count[axis] = dims_[axis];
        return count;
    }

    File file_;
    io::hdf5::Handle dataset_;
    Extent dims_;
    std::size_t plane_ = 1;
};

void put(File const& file, std::string const& name, Extent const& dims, std::vector<float> const& values,
         std::string const& what) {
    auto const dataset = io::hdf5::create_dataset(file.id(), name, H5T_IEEE_F32LE,
                                                  {.dims = dims, .fill = static_cast<double>(fill), .use_fill = true});
    io::hdf5::write(dataset.get(), std::span<float const>(values));
    io::hdf5::set_attribute(dataset.get(), "_FillValue", fill);
    io::hdf5::set_attribute(dataset.get(), "long_name", what);
}

void append(std::vector<float>& to, std::vector<double> const& values) {
    for (double const value : values) to.push_back(std::isfinite(value) ? static_cast<float>(value) : fill);
}

/// All statistics of one field, variant after variant.
class FieldWriter {
public:
    FieldWriter(fs::path const& folder, StudyOutcome const& outcome, StudySettings const& settings)
        : folder_(folder), outcome_(outcome), settings_(settings), parallel_(settings.threads) {
        for (auto const& [point, weather, variant] : outcome.order)
            if (std::ranges::find(variants_, variant) == variants_.end()) variants_.push_back(variant);
    }

    void write(File const& file) {
        auto const type = io::hdf5::string_type();
        io::hdf5::write_strings(
            io::hdf5::create_dataset(file.id(), "variant", type.get(), {.dims = {variants_.size()}}).get(), variants_);
        io::hdf5::create_with(file.id(), "probability", std::span<double const>(settings_.probabilities));
        io::hdf5::create_with(file.id(), "limit", std::span<double const>(settings_.limits));
        for (auto const& field : settings_.fields) write_field(file, field);
    }

private:
    std::vector<MemberField> members_of(std::string const& variant, std::string const& field) const {
        std::vector<MemberField> members;
        for (auto const& row : outcome_.rows)
            if (row.missing.empty() && row.row.at("variant") == variant)
                members.emplace_back(folder_ / result_of(row), field);
        return members;
    }

    void write_field(File const& file, std::string const& field) {
        Extent dims;
        std::vector<float> n, mean, variance, quantiles, exceedance;
        for (auto const& variant : variants_) {
            auto const members = members_of(variant, field);
            for (auto const& member : members) {
                if (dims.empty()) dims = member.dims();
                validate(member.dims() == dims, field, "has another shape in some members than in the first",
                         "give studies over meshes or hours a folder each");
            }
            validate(!dims.empty(), folder_.string(), "no member of " + variant + " has a result",
                     "run the study first, or leave merge.fields out");
            auto const found = study::column_statistics(
                members.size(), io::hdf5::n_values(dims),
                [&](std::size_t m, std::size_t begin, std::span<float> out) { members[m].read(begin, out); },
                {settings_.probabilities, settings_.limits}, parallel_);
            n.insert(n.end(), found.n.begin(), found.n.end());
            append(mean, found.mean);
            append(variance, found.variance);
            for (auto const& column : found.quantiles) append(quantiles, column);
            for (auto const& column : found.exceedance) append(exceedance, column);
        }
        auto const shaped = [&](std::size_t columns) {
            Extent all = {variants_.size()};
            if (columns > 0) all.push_back(columns);
            all.insert(all.end(), dims.begin(), dims.end());
            return all;
        };
        put(file, field + "_n", shaped(0), n, "members that have a value");
        put(file, field + "_mean", shaped(0), mean, "mean over members");
        put(file, field + "_variance", shaped(0), variance, "unbiased variance over members");
        if (!settings_.probabilities.empty())
            put(file, field + "_quantile", shaped(settings_.probabilities.size()), quantiles,
                "quantiles over members, one per probability");
        if (!settings_.limits.empty())
            put(file, field + "_exceedance", shaped(settings_.limits.size()), exceedance,
                "share of members above each limit");
    }

    fs::path const& folder_;
    StudyOutcome const& outcome_;
    StudySettings const& settings_;
    Parallel parallel_;
    std::vector<std::string> variants_;
};

}  // namespace

void write_study_index(fs::path const& folder, StudyOutcome const& outcome, std::vector<std::string> const& fields) {
    std::vector<io::IndexedMember> members;
    for (auto const& row : outcome.rows)
        members.push_back({row.row.at("id"), row.missing.empty() ? result_of(row) : fs::path(), row.missing});
    io::write_member_index(folder / "index.nc", members, fields);
}

void write_study_fields(fs::path const& folder, StudyOutcome const& outcome, StudySettings const& settings) {
    io::remove_leftovers(folder / "fields.nc");
    io::replace_file(folder / "fields.nc", [&](fs::path const& part) {
        File file = File::create(part.string());
        FieldWriter(folder, outcome, settings).write(file);
        file.close();
    });
}

}  // namespace hacthanh::app
