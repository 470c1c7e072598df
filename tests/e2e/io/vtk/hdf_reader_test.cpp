/// VTK's own reader of VTKHDF (9.1: one step) reads an exported result; the steps are held against the format's text.

#include "io/hdf5.hpp"
#include "io/result_export.hpp"
#include "tests/unit/io/sample_run.hpp"

#include <gtest/gtest.h>
#include <vtkCell.h>
#include <vtkCellData.h>
#include <vtkDataArray.h>
#include <vtkHDFReader.h>
#include <vtkNew.h>
#include <vtkUnstructuredGrid.h>

#include <cmath>

namespace hacthanh::io {
namespace {

using testing::SampleRun;
using testing::TestFolder;

class VtkHdfReader : public ::testing::Test {
protected:
    std::string write(std::optional<std::size_t> step) {
        std::string const file = folder_.file(step ? "one.vtkhdf" : "all.vtkhdf");
        ExportOptions options;
        options.format = "vtkhdf";
        options.step = step;
        export_result(result_, file, options);
        return file;
    }

    /// Cells with air and their values, in the order of the stored field.
    std::vector<float> air(std::size_t species, std::size_t step) const {
        auto values = result_.concentration(species, step);
        std::erase_if(values, [](float value) { return std::isnan(value); });
        return values;
    }

    TestFolder folder_;
    SampleRun run_;
    ResultReader result_{(run_.write(folder_.file("run.nc"), 3, true), folder_.file("run.nc"))};
};

TEST_F(VtkHdfReader, ReadsBoxesAtTheirPlacesWithTheirValues) {
    vtkNew<vtkHDFReader> reader;
    auto const file = write(std::nullopt);
    reader->SetFileName(file.c_str());
    reader->Update();
    auto* const grid = vtkUnstructuredGrid::SafeDownCast(reader->GetOutputDataObject(0));
    ASSERT_NE(grid, nullptr);
    auto const truth = air(1, 0);
    ASSERT_EQ(static_cast<std::size_t>(grid->GetNumberOfCells()), truth.size());
    auto* const values = grid->GetCellData()->GetArray(result_.facts().species[1].c_str());
    ASSERT_NE(values, nullptr);
    for (std::size_t c = 0; c < truth.size(); ++c)
        ASSERT_EQ(static_cast<float>(values->GetTuple1(static_cast<vtkIdType>(c))), truth[c]) << c;

    auto const& places = result_.grid();
    auto const field = result_.concentration(1, 0);
    vtkIdType cell = 0;
    for (std::size_t at = 0; at < field.size(); ++at) {
        if (std::isnan(field[at])) continue;
        ASSERT_EQ(grid->GetCellType(cell), VTK_VOXEL);
        double bounds[6];
        grid->GetCellBounds(cell++, bounds);
        std::size_t const i = at % places.nx();
        std::size_t const j = at / places.nx() % places.ny();
        std::size_t const k = at / (places.nx() * places.ny());
        ASSERT_DOUBLE_EQ(bounds[0], places.x_centre[i] - places.cell_size / 2);
        ASSERT_DOUBLE_EQ(bounds[3], places.y_centre[j] + places.cell_size / 2);
        ASSERT_DOUBLE_EQ(bounds[4], places.z_faces[k]);
        ASSERT_DOUBLE_EQ(bounds[5], places.z_faces[k + 1]);
    }
}

TEST_F(VtkHdfReader, EveryStepHasItsTimeAndItsStretchOfValues) {
    auto const file = hdf5::File::open(write(std::nullopt));
    auto const root = hdf5::open_group(file.id(), "VTKHDF");
    EXPECT_EQ(hdf5::read_attribute<int>(root.get(), "Version"), (std::vector{2, 0}));
    auto const numbers = [&](std::string const& path) {
        hdf5::Handle const dataset = hdf5::checked(H5Dopen2(root.get(), path.c_str(), H5P_DEFAULT), H5Dclose, path);
        return hdf5::read<double>(dataset.get());
    };
    ASSERT_EQ(hdf5::read_attribute<int>(hdf5::open_group(root.get(), "Steps").get(), "NSteps"), std::vector{3});
    EXPECT_EQ(numbers("Steps/Values"), result_.times().end_s);
    EXPECT_EQ(numbers("Steps/NumberOfParts"), (std::vector<double>{1, 1, 1}));
    for (char const* name : {"PartOffsets", "PointOffsets", "CellOffsets", "ConnectivityIdOffsets"})
        EXPECT_EQ(numbers(std::string("Steps/") + name), (std::vector<double>{0, 0, 0})) << name;
    for (std::size_t species = 0; species < result_.facts().species.size(); ++species) {
        auto const& name = result_.facts().species[species];
        auto const values = numbers("CellData/" + name);
        auto const begins = numbers("Steps/CellDataOffsets/" + name);
        ASSERT_EQ(begins.size(), 3U);
        for (std::size_t step = 0; step < 3; ++step) {
            auto const truth = air(species, step);
            auto const first = static_cast<std::size_t>(begins[step]);
            ASSERT_LE(first + truth.size(), values.size());
            for (std::size_t c = 0; c < truth.size(); ++c) ASSERT_EQ(static_cast<float>(values[first + c]), truth[c]);
        }
    }
}

TEST_F(VtkHdfReader, OneStepAloneIsThatStep) {
    vtkNew<vtkHDFReader> reader;
    auto const file = write(2);
    reader->SetFileName(file.c_str());
    reader->Update();
    auto* const grid = vtkUnstructuredGrid::SafeDownCast(reader->GetOutputDataObject(0));
    ASSERT_NE(grid, nullptr);
    auto* const values = grid->GetCellData()->GetArray(result_.facts().species[0].c_str());
    ASSERT_NE(values, nullptr);
    auto const truth = air(0, 2);
    ASSERT_EQ(static_cast<std::size_t>(values->GetNumberOfTuples()), truth.size());
    for (std::size_t c = 0; c < truth.size(); ++c)
        ASSERT_EQ(static_cast<float>(values->GetTuple1(static_cast<vtkIdType>(c))), truth[c]);
}

}  // namespace
}  // namespace hacthanh::io
