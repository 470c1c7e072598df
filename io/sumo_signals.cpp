#include "io/sumo_signals.hpp"

#include "io/detail/numbers.hpp"
#include "io/xml.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <map>
#include <string>

namespace hacthanh::io {
namespace {

class SignalReader {
public:
    void read(std::filesystem::path const& file) {
        file_ = &file;
        read_xml(file, {.start = [this](XmlElement const& element) { start(element); },
                        .end =
                            [this](std::string_view name) {
                                if (name == "tlLogic") logic_ = nullptr;
                            },
                        .text = {}});
    }

    std::vector<city::Signal> take() {
        std::vector<city::Signal> signals;
        for (auto& [id, signal] : signals_) {
            signal.id = id;
            signals.push_back(std::move(signal));
        }
        return signals;
    }

private:
    void start(XmlElement const& element) {
        if (element.name() == "tlLogic") {
            logic_ = &signals_[std::string(element.get("id"))];
            logic_->phases.clear();
            logic_->offset_s = element.find("offset") ? number(element, "offset") : 0;
        } else if (element.name() == "phase" && logic_ != nullptr) {
            logic_->phases.push_back({number(element, "duration"), std::string(element.get("state"))});
        } else if (element.name() == "connection" && element.find("tl")) {
            auto& links = signals_[std::string(element.get("tl"))].links;
            double const index = number(element, "linkIndex");
            validate(index >= 0 && index < most_links, at_line(*file_, element.line()),
                     fmt::format("linkIndex = {} (must be 0 to {})", index, most_links),
                     "build the network again with netconvert");
            auto const n = static_cast<std::size_t>(index);
            if (links.size() <= n) links.resize(n + 1);
            links[n] = {std::string(element.get("from")), std::string(element.get("to"))};
        } else if (element.name() == "junction" && element.get("type").starts_with("traffic_light")) {
            signals_[std::string(element.get("id"))].place = {number(element, "x"), number(element, "y")};
        }
    }

    double number(XmlElement const& element, char const* key) const {
        auto const value = detail::parse_number(element.get(key));
        validate(value.has_value(), at_line(*file_, element.line()),
                 fmt::format("<{}>: {} = \"{}\" (must be a number)", element.name(), key, element.get(key)),
                 "build the network again with netconvert");
        return *value;
    }

    static constexpr double most_links = 100000;
    std::filesystem::path const* file_ = nullptr;
    std::map<std::string, city::Signal> signals_;
    city::Signal* logic_ = nullptr;
};

}  // namespace

std::vector<city::Signal> read_sumo_signals(std::filesystem::path const& network,
                                            std::vector<std::filesystem::path> const& additional_files) {
    SignalReader reader;
    reader.read(network);
    for (auto const& file : additional_files) reader.read(file);
    return reader.take();
}

}  // namespace hacthanh::io
