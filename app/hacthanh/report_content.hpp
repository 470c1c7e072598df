#pragma once

#include "app/hacthanh/paired_results.hpp"
#include "io/report/content.hpp"
#include "io/result_reader.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::app {

/// What a report is made of: a baseline and the options beside it.
struct ReportInputs {
    std::filesystem::path base;     ///< result of the baseline, of the first seed
    std::vector<PairedRuns> pairs;  ///< of every option, in the order of the table; may be empty
};

/// The present state as the baseline's result tells it: title, day, facts, assumptions, sources.
io::report::Content describe_present_state(io::ResultReader const& base);

/// Adds options, indicators and findings of a what-if. Throws InputError when the document is not one of `hacthanh
/// whatif`.
void add_whatif(io::report::Content& content, std::filesystem::path const& document);

/// Adds what results say: the first is of the baseline, so are those with its title; every other title is an option,
/// its runs paired with the baseline's by seed. Fewer than five pairs claim nothing. Throws InputError when a seed has
/// no partner or meshes, periods or schemas differ. @return the files behind the options
ReportInputs add_results(io::report::Content& content, std::vector<std::filesystem::path> const& files);

/// Adds what is to be warned of and recommended: rules on what the table shows, nothing else.
void add_advice(io::report::Content& content);

/// Draws the baseline, every option and the differences; one colour range for all. Pictures go into `folder`.
/// @param inputs  files that the options of `content` are drawn from
void add_maps(io::report::Content& content, ReportInputs const& inputs, std::filesystem::path const& folder);

/// Adds an annex on whose air places have, from a file of `hacthanh apportion -o FILE.json`: streets by share, classes
/// and distances, background and remainder apart. Throws InputError when it is none.
void add_apportionment(io::report::Content& content, std::filesystem::path const& file);

/// Adds a map of each of its places; nothing without a renderer. Pictures go into `folder`.
/// @param base  the result that was apportioned
void add_apportionment_maps(io::report::Content& content, std::filesystem::path const& base,
                            std::filesystem::path const& file, std::filesystem::path const& folder);

/// A number as each language writes it.
Text number_text(double value, int digits = 3);

}  // namespace hacthanh::app
