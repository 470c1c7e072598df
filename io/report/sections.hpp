#pragma once
/// The parts of a report, in the order of an administrative document: legal basis, present state, options, compared
/// results, recommendations, annexes. Each writes into an article of one language.

#include "io/report/content.hpp"
#include "io/report/writer.hpp"

#include <string_view>

namespace hacthanh::io::report {

/// "Simulated, not measured." and what is to be said of a schematic network.
std::string_view simulated_mark(Language language);
std::string_view schematic_mark(Language language);

/// The two pages that go up: head, marks, I to V.
void add_summary(Writer& writer, Content const& content);

/// Indicators by pillar, the baseline and the change of every option.
void add_comparison(Writer& writer, Content const& content, bool summary_only);
/// Of the indicators of the summary, a chart each.
void add_comparison_charts(Writer& writer, Content const& content);

/// Everything behind the summary. Throws RunError when a picture cannot be read.
void add_annexes(Writer& writer, Content const& content);

/// The model held against what was measured in this place. @param start_clock_s  local time of day of traffic second 0
void add_evaluation(Writer& writer, evaluation::Evaluation const& evaluation, double start_clock_s);

/// How the model did against published measurements elsewhere (docs/theory/validation.md).
void add_model_validation(Writer& writer);

/// What the method cannot say.
void add_limits_of_method(Writer& writer);

}  // namespace hacthanh::io::report
