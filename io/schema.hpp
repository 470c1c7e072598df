#pragma once
/// The version of every file format of the project. docs/formats/ describes each; a test compares the numbers.

#include <string>

namespace hacthanh::io {

/// A reader accepts every minor of its own major: a minor adds, a major breaks.
struct SchemaVersion {
    int major = 0;
    int minor = 0;

    std::string text() const { return std::to_string(major) + "." + std::to_string(minor); }
};

inline constexpr SchemaVersion results_schema{1, 5};
inline constexpr SchemaVersion checkpoint_schema{1, 2};
inline constexpr SchemaVersion traffic_recording_schema{1, 1};
inline constexpr SchemaVersion wind_catalogue_schema{1, 0};
inline constexpr SchemaVersion transfer_schema{1, 4};
inline constexpr SchemaVersion city_folder_schema{1, 1};
inline constexpr SchemaVersion wind_schema{1, 0};
inline constexpr SchemaVersion study_fields_schema{1, 0};  ///< index.nc and fields.nc of a study

/// Throws InputError unless `found` ("major.minor") is one that readers of `expected` understand.
/// @param path       the file, for the message
/// @param file_type  e.g. "result file"
void require_schema(std::string const& path, std::string const& file_type, std::string const& found,
                    SchemaVersion expected);

}  // namespace hacthanh::io
