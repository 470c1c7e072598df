/// VTK's own netCDF-CF reader (the one of ParaView) reads a result file.

#include "tests/unit/io/sample_run.hpp"

#include <gtest/gtest.h>
#include <vtkDataArray.h>
#include <vtkInformation.h>
#include <vtkNetCDFCFReader.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkRectilinearGrid.h>
#include <vtkStreamingDemandDrivenPipeline.h>
#include <vtkStringArray.h>

namespace hacthanh::io {
namespace {

using testing::SampleRun;
using testing::TestFolder;

class VtkCfReader : public ::testing::Test {
protected:
    VtkCfReader() {
        run_.write(folder_.file("run.nc"), 3, true);
        reader_->SetFileName(folder_.file("run.nc").c_str());
        reader_->UpdateMetaData();
        reader_->SetDimensions("(z, y, x)");
        reader_->SphericalCoordinatesOff();
        reader_->UpdateInformation();
    }

    vtkRectilinearGrid* grid_at(double time) {
        reader_->UpdateTimeStep(time);
        return vtkRectilinearGrid::SafeDownCast(reader_->GetOutput());
    }

    TestFolder folder_;
    SampleRun run_;
    vtkNew<vtkNetCDFCFReader> reader_;
};

TEST_F(VtkCfReader, FindsTheTimes) {
    auto* const key = vtkStreamingDemandDrivenPipeline::TIME_STEPS();
    vtkInformation* const information = reader_->GetOutputInformation(0);
    ASSERT_EQ(information->Length(key), 3);
    EXPECT_EQ(information->Get(key)[0], 25500);
    EXPECT_EQ(information->Get(key)[2], 26100);
}

TEST_F(VtkCfReader, MakesAStretchedGridInProjectedCoordinates) {
    vtkRectilinearGrid* const grid = grid_at(25800);
    ASSERT_NE(grid, nullptr);
    auto const& mesh = run_.mesh();
    int dims[3];
    grid->GetDimensions(dims);
    ASSERT_EQ(dims[0], static_cast<int>(mesh.nx()));
    ASSERT_EQ(dims[1], static_cast<int>(mesh.ny()));
    ASSERT_EQ(dims[2], static_cast<int>(mesh.nz()));
    EXPECT_DOUBLE_EQ(grid->GetXCoordinates()->GetTuple1(0), 578357 + 10);
    EXPECT_DOUBLE_EQ(grid->GetYCoordinates()->GetTuple1(1), 2187411 + 30);
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        EXPECT_DOUBLE_EQ(grid->GetZCoordinates()->GetTuple1(static_cast<vtkIdType>(k)), mesh.z_centre(k));
}

TEST_F(VtkCfReader, ReadsTheRightValuesAtEveryTime) {
    for (std::size_t step = 0; step < 3; ++step) {
        vtkRectilinearGrid* const grid = grid_at(25500 + 300 * static_cast<double>(step));
        ASSERT_NE(grid, nullptr);
        vtkDataArray* const values = grid->GetPointData()->GetArray("PM");
        ASSERT_NE(values, nullptr);
        auto const& mesh = run_.mesh();
        ASSERT_EQ(values->GetNumberOfTuples(), static_cast<vtkIdType>(mesh.n_cells()));
        for (std::size_t k = 0; k < mesh.nz(); ++k)
            for (std::size_t j = 0; j < mesh.ny(); ++j)
                for (std::size_t i = 0; i < mesh.nx(); ++i) {
                    double const truth = 1e9 * run_.concentration(1, step, i, j, k);
                    auto const point = static_cast<vtkIdType>(mesh.cell({i, j, k}));
                    ASSERT_NEAR(values->GetTuple1(point), truth, 5e-4 * truth) << "step " << step;
                }
    }
}

}  // namespace
}  // namespace hacthanh::io
