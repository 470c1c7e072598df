#include "viz/picture.hpp"

#include "io/replace_file.hpp"
#include "sim/core/error.hpp"

#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGWriter.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>
#include <fstream>

namespace hacthanh::viz {
namespace {

constexpr int compression_level = 6;

void fill_image(vtkImageData& image, Picture const& picture) {
    image.SetDimensions(picture.width, picture.height, 1);
    image.AllocateScalars(VTK_UNSIGNED_CHAR, 3);
    auto const row_bytes = static_cast<std::size_t>(picture.width) * 3;
    for (int y = 0; y < picture.height; ++y) {  // VTK's images begin at the bottom
        auto const from = picture.rgb.begin() + static_cast<std::ptrdiff_t>(row_bytes) * (picture.height - 1 - y);
        std::copy_n(from, row_bytes, static_cast<unsigned char*>(image.GetScalarPointer(0, y, 0)));
    }
}

void write_bytes(std::filesystem::path const& path, unsigned char const* bytes, std::size_t size) {
    io::replace_file(path, [&](std::filesystem::path const& part) {
        std::ofstream file(part, std::ios::binary);
        file.write(reinterpret_cast<char const*>(bytes), static_cast<std::streamsize>(size));
        file.close();
        if (!file) throw RunError("the picture is not whole");
    });
}

}  // namespace

void write_png(Picture const& picture, std::filesystem::path const& path,
               std::vector<std::pair<std::string, std::string>> const& texts) {
    vtkNew<vtkImageData> image;
    fill_image(*image, picture);
    vtkNew<vtkPNGWriter> writer;
    writer->SetInputData(image);
    writer->WriteToMemoryOn();
    writer->SetCompressionLevel(compression_level);
    for (auto const& [key, value] : texts) writer->AddText(key.c_str(), value.c_str());
    writer->Write();
    vtkUnsignedCharArray* const bytes = writer->GetResult();
    write_bytes(path, bytes->GetPointer(0), static_cast<std::size_t>(bytes->GetNumberOfValues()));
}

}  // namespace hacthanh::viz
