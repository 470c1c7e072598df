#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::io::report {

/// How the model does against one set of measurements, as docs/theory/validation.md says it.
struct ValidationCase {
    struct Score {
        std::string set;
        std::string model;
        std::string n;
        std::string fac2;  ///< with its interval, as written
        std::string fb;
        std::string nmse;
        std::string r;
    };
    struct Gate {
        std::string name;
        std::string limit;
        std::string reached;
        bool met = false;
    };
    std::string id;     ///< "prairie_grass"
    std::string title;  ///< heading of the page, English
    std::vector<Score> scores;
    std::vector<Gate> gates;
};

/// The cases on the validation page that this program was built with; numbers as on the page.
std::vector<ValidationCase> model_validation();

/// The same from a page's text. Throws std::logic_error when a table is not as the page's generator writes it.
std::vector<ValidationCase> read_validation_page(std::string_view page);

}  // namespace hacthanh::io::report
