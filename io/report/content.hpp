#pragma once

#include "sim/core/language.hpp"
#include "sim/evaluation/evaluation.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::io::report {

/// A quantity in a table: its value, or why there is none.
struct Cell {
    std::optional<double> value;
    std::optional<std::pair<double, double>> interval;  ///< 95 %
    double relative = 0;                                ///< of the baseline, for changes; 0 = not shown
    Text verdict;                                       ///< "less", "not distinguishable"…
    bool clear = false;                                 ///< the verdict is a claim
    Text missing;                                       ///< why there is no value: "no data", "period too short"
};

/// An indicator: the baseline's value and every option's change.
struct Row {
    std::string id;
    Text name;
    Text unit;
    Text pillar;     ///< governance, life, environment, economy; rows of one pillar stand together
    int better = 0;  ///< -1: less is better, +1: more is better, 0: neither
    bool in_summary = false;
    char evidence = 'C';
    Cell base;
    std::vector<Cell> changes;  ///< one per option
};

/// A table of its own: wards, money, indicators of a standard, sensitivity.
struct PlainTable {
    Text caption;
    std::vector<std::pair<Text, bool>> columns;  ///< name; whether it holds numbers
    std::vector<std::vector<Text>> rows;         ///< cells, numbers already written in both languages
};

/// A measure, or several, that was compared with the baseline.
struct Option {
    std::string name;  ///< short, as the file is called
    Text title;
    Text note;
    Text mode;                         ///< operational or planning
    std::vector<Text> remarks;         ///< what the model left out of it
    std::vector<Text> findings;        ///< expected and published effects and what was found
    std::vector<PlainTable> tables;    ///< of its own: the roads it touches
    std::vector<std::string> invalid;  ///< why it may not be built upon, English
};

/// A picture of the renderer, one file per language.
struct Picture {
    std::filesystem::path vietnamese;
    std::filesystem::path english;
    Text caption;
    Text alternative;  ///< what one sees, in words
};

/// The pictures of one option beside the baseline's.
struct PictureGroup {
    Text title;
    std::vector<Picture> pictures;
};

/// A change with low and high end, for a chart of what the result hangs on.
struct Sensitivity {
    Text title;
    Text unit;
    struct Term {
        Text name;
        double low = 0;
        double high = 0;
    };
    double central = 0;
    std::vector<Term> terms;
};

struct Annex {
    Text title;
    std::vector<Text> paragraphs;
    std::vector<PlainTable> tables;
    std::vector<Sensitivity> sensitivities;
};

struct Assumption {
    Text what;
    Text value;
    Text source;  ///< may be empty
    char evidence = 'M';
};

struct Source {
    std::string file;
    std::string role;
    std::string sha256;
};

/// All that a report says; no text of it is made from anything else. Numbers in texts are written in both languages.
struct Content {
    Text title;
    Text note;  ///< of the scenario
    bool schematic = false;
    std::chrono::year_month_day day{};
    double start_clock_s = 0;                  ///< local time of day of traffic second 0
    std::vector<std::pair<Text, Text>> facts;  ///< present state: label and value
    std::vector<Option> options;
    std::vector<Row> rows;
    std::vector<Text> warnings;
    std::vector<Text> recommendations;
    std::vector<PictureGroup> maps;  ///< the present state, then every option
    Text no_maps;                    ///< why there are none
    std::vector<Annex> annexes;      ///< wards, money, indicators of standards…
    std::vector<Assumption> assumptions;
    std::vector<Source> sources;
    std::string program;  ///< version and commit that computed the results
    evaluation::Evaluation evaluation;
};

}  // namespace hacthanh::io::report
