#include "io/result_verify.hpp"

#include "io/detail/result_terms.hpp"
#include "io/hdf5.hpp"
#include "io/result_reader.hpp"
#include "tests/support/command.hpp"
#include "tests/unit/io/sample_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include <random>

namespace hacthanh::io {
namespace {

using ::testing::HasSubstr;
using testing::SampleRun;
using testing::TestFolder;

class ResultVerify : public ::testing::Test {
protected:
    ResultVerify() {
        run_.write(path_, n_steps, true);
        chmod(path_.c_str(), 0644);
    }

    std::string problems() const {
        std::string all;
        for (auto const& problem : verify_result(path_).problems) all += problem + "\n";
        return all;
    }

    /// Changes one number in the file by way of HDF5.
    template <class T>
    void change(std::string const& variable, hdf5::Extent const& at, T value) {
        hdf5::File file = hdf5::File::open_for_update(path_);
        {
            hdf5::Handle const dataset = hdf5::open_dataset(file.id(), variable);
            hdf5::write<T>(dataset.get(), std::span<T const>(&value, 1), at, hdf5::Extent(at.size(), 1));
        }
        file.close();
    }

    static constexpr std::size_t n_steps = 12;  // the hour that the header announces
    TestFolder folder_;
    std::string path_ = folder_.file("run.nc");
    SampleRun run_{true, 50, 4};
};

TEST_F(ResultVerify, AFinishedFileIsWhole) {
    auto const found = verify_result(path_);
    EXPECT_TRUE(found.good()) << problems();
    EXPECT_TRUE(found.complete);
    EXPECT_TRUE(found.sealed);
    EXPECT_EQ(found.steps, n_steps);
    // 3 species and 15 road variables, each one chunk per step at this size.
    EXPECT_EQ(found.chunks, n_steps * (3 + 3 + 3 + 3 + 1 + 5));
    EXPECT_GT(found.sums, 60U);
    EXPECT_LT(found.worst_budget_error, 1e-5);
    EXPECT_TRUE(found.notes.empty());
    EXPECT_EQ(nlohmann::json::parse(verification_json(found)).at("good").get<int>(), 1);
    EXPECT_THAT(verification_text(found), HasSubstr("nguyên vẹn"));
}

TEST_F(ResultVerify, AFileThatGrowsIsCheckedAsFarAsItGoes) {
    run_.write(folder_.file("growing.nc"), 2, false);
    auto const found = verify_result(folder_.file("growing.nc.part"));
    EXPECT_TRUE(found.good());
    EXPECT_FALSE(found.sealed);
    EXPECT_EQ(found.steps, 2U);
    EXPECT_THAT(found.notes.at(0), HasSubstr("not complete"));
}

/// Whatever byte is changed, either it is found or every number is still the right one (unused space of the file).
TEST_F(ResultVerify, AnyChangedByteIsFoundUnlessItHoldsNothing) {
    std::string const whole = test::read_file(path_);
    ResultReader const truth(path_);
    std::mt19937 random(20261126);
    int found = 0;
    constexpr int tries = 150;
    for (int i = 0; i < tries; ++i) {
        std::string bytes = whole;
        auto const at = std::uniform_int_distribution<std::size_t>(0, bytes.size() - 1)(random);
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << std::uniform_int_distribution<>(0, 7)(random)));
        std::string const copy = folder_.file("damaged.nc");
        test::write_file(copy, bytes);
        try {
            if (!verify_result(copy).good()) {
                ++found;
                continue;
            }
        } catch (InputError const&) {  // no longer recognised as a result: found as well
            ++found;
            continue;
        }
        ResultReader const result(copy);
        for (std::size_t step = 0; step < n_steps; ++step)
            for (std::size_t s = 0; s < 3; ++s) {
                ASSERT_EQ(result.concentration(s, step), truth.concentration(s, step)) << "byte " << at;
                ASSERT_EQ(result.road_emission(s, step), truth.road_emission(s, step)) << "byte " << at;
                ASSERT_EQ(result.budget(step)[s].in_domain, truth.budget(step)[s].in_domain) << "byte " << at;
            }
        ASSERT_EQ(result.times().end_s, truth.times().end_s) << "byte " << at;
    }
    EXPECT_GT(found, tries / 10);
}

TEST_F(ResultVerify, AChangedPlainNumberIsFound) {
    change<double>("edge_length", {1}, 301.0);
    EXPECT_THAT(problems(), HasSubstr("edge_length"));
}

TEST_F(ResultVerify, AnExchangedChunkIsFoundByTheMean) {
    auto const layer = ResultReader(path_).concentration_layer(1, 2, 0);
    change<float>("PM", {2, 0, 1, 1}, layer[3] * 2);  // written by HDF5: its chunk has a right checksum
    EXPECT_THAT(problems(), HasSubstr("PM_mean_surface"));
}

/// HDF5 1.10 follows the references of texts into the global heap unseen and would read beyond its buffers.
TEST_F(ResultVerify, TextsThatLeadAstrayAreRefused) {
    std::string const whole = test::read_file(path_);
    auto const refused = [&](std::size_t at, std::string const& bytes) {
        std::string damaged = whole;
        damaged.replace(at, bytes.size(), bytes);
        std::string const copy = folder_.file("astray.nc");
        test::write_file(copy, damaged);
        try {
            return !verify_result(copy).good();
        } catch (InputError const&) {
            return true;
        }
    };
    constexpr std::size_t first_object = 16;  // behind the head of a collection: index, count, size, text
    int collections = 0;
    for (std::size_t at = whole.find("GCOL"); at != std::string::npos; at = whole.find("GCOL", at + 4), ++collections) {
        EXPECT_TRUE(refused(at, "GC0L")) << at;
        EXPECT_TRUE(refused(at + first_object, std::string("\x7b\x00", 2))) << "another index, " << at;
        EXPECT_TRUE(refused(at + first_object + 8, std::string("\xff\xff\xff\x7f", 4))) << "another size, " << at;
    }
    EXPECT_GT(collections, 0);
    // A reference of another length than its text, in a collection that is sound for itself.
    std::size_t const text = whole.find("{\"warnings\"");
    ASSERT_NE(text, std::string::npos);
    auto const size = static_cast<unsigned char>(whole[text - 8]);
    auto const within_its_words = static_cast<char>(size % 8 == 1 ? size + 1 : size - 1);
    EXPECT_TRUE(refused(text - 8, std::string(1, within_its_words)));
    hdf5::File const file = hdf5::File::open(folder_.file("astray.nc"));
    EXPECT_THROW(hdf5::read_strings(hdf5::open_dataset(file.id(), "summary/texts").get()), RunError);
}

TEST_F(ResultVerify, AFileCutShortIsDamaged) {
    std::string const whole = test::read_file(path_);
    for (std::size_t const size : {whole.size() / 2, whole.size() - 100}) {
        test::write_file(folder_.file("cut.nc"), whole.substr(0, size));
        bool good = true;
        try {
            good = verify_result(folder_.file("cut.nc")).good();
        } catch (InputError const&) {
            good = false;
        }
        EXPECT_FALSE(good) << size;
    }
}

TEST_F(ResultVerify, ABudgetThatDoesNotCloseIsFound) {
    auto run = run_.header();
    NetcdfResultSink sink(run, folder_.file("leak.nc"));
    auto account = run_.summary(1);
    account.species[2].budget.in_domain *= 1.01;
    sink.write_step({25200, 25500, true, run_.field(0), run_.roads(0), 30, account, run_.weather(0)});
    sink.finish(account);
    auto const found = verify_result(folder_.file("leak.nc.part"));
    ASSERT_EQ(found.problems.size(), 1U);
    EXPECT_THAT(found.problems[0], HasSubstr("budget of fuel in step 0"));
}

/// A kept file of an older program, unpacked.
std::string sample(TestFolder const& folder, std::string const& schema) {
    std::string const path = folder.file("old.nc");
    std::string const packed = std::string(HACTHANH_SOURCE_DIR) + "/tests/data/results/schema-" + schema + ".nc.gz";
    EXPECT_EQ(test::run_command({"sh", "-c", "gzip -dc '" + packed + "' > '" + path + "'"}).exit_code, 0);
    return path;
}

TEST(ResultSamples, AFileOfSchema12IsReadAndVerified) {
    TestFolder const folder;
    std::string const path = sample(folder, "1.2");
    ResultReader const result(path);
    EXPECT_EQ(result.facts().schema, "1.2");
    EXPECT_EQ(result.n_steps(), 3U);
    auto const summary = result.summary();  // numbers as the program of that schema printed them
    EXPECT_EQ(summary.traffic.departed, 139U);
    EXPECT_EQ(summary.species.at(0).emitted_kg, 0.02527902490213108);
    EXPECT_EQ(summary.species.at(1).emitted_kg, 0.0013604185344622056);
    EXPECT_EQ(summary.cells, 2166U);
    EXPECT_TRUE(result.receptors().empty());
    EXPECT_TRUE(result.trace().time_s.empty());
    EXPECT_FALSE(result.sizes().sealed);
    auto const found = verify_result(path);
    EXPECT_TRUE(found.good()) << verification_text(found);
    EXPECT_GT(found.chunks, 0U);
    EXPECT_THAT(found.notes.at(0), HasSubstr("1.3 or before"));
}

TEST(ResultSamples, AFileOfSchema10IsReadAndVerified) {
    TestFolder const folder;
    std::string const path = sample(folder, "1.0");
    ResultReader const result(path);
    EXPECT_EQ(result.facts().schema, "1.0");
    EXPECT_EQ(result.n_steps(), 3U);
    EXPECT_TRUE(result.facts().background_kind.empty()) << "came with 1.1";
    auto const summary = result.summary();  // numbers as the program of that schema printed them
    EXPECT_EQ(summary.traffic.departed, 390U);
    EXPECT_EQ(summary.species.at(0).emitted_kg, 0.1572968473717392);
    EXPECT_EQ(summary.species.at(1).emitted_kg, 0.0073915557976593485);
    auto const found = verify_result(path);
    EXPECT_TRUE(found.good()) << verification_text(found);
}

TEST(ResultSamples, AFileOfSchema11IsReadAndVerified) {
    TestFolder const folder;
    std::string const path = sample(folder, "1.1");
    ResultReader const result(path);
    EXPECT_EQ(result.facts().schema, "1.1");
    EXPECT_EQ(result.n_steps(), 3U);
    EXPECT_TRUE(result.weather().empty()) << "came with 1.2";
    auto const summary = result.summary();  // numbers as the program of that schema printed them
    EXPECT_EQ(summary.traffic.departed, 390U);
    EXPECT_EQ(summary.species.at(0).emitted_kg, 0.15729684737173916);
    EXPECT_EQ(summary.species.at(1).emitted_kg, 0.007391555797659348);
    auto const found = verify_result(path);
    EXPECT_TRUE(found.good()) << verification_text(found);
}

TEST(ResultSamples, AFileOfSchema13IsReadAndVerified) {
    TestFolder const folder;
    std::string const path = sample(folder, "1.3");
    ResultReader const result(path);
    EXPECT_EQ(result.facts().schema, "1.3");
    EXPECT_EQ(result.n_steps(), 3U);
    EXPECT_EQ(result.facts().background_kind, "urban");
    ASSERT_TRUE(result.facts().background.at(0));
    EXPECT_DOUBLE_EQ(*result.facts().background.at(0), 10);
    EXPECT_FALSE(result.facts().background.at(1));
    auto const summary = result.summary();  // numbers as the program of that schema printed them
    EXPECT_EQ(summary.traffic.departed, 390U);
    EXPECT_EQ(summary.species.at(0).emitted_kg, 0.15729684737173916);
    EXPECT_EQ(summary.species.at(1).emitted_kg, 0.007391555797659348);
    EXPECT_EQ(summary.cells, 1125U);
    EXPECT_FALSE(result.wind(0));
    auto const found = verify_result(path);
    EXPECT_TRUE(found.good()) << verification_text(found);
}

TEST(ResultSamples, AFileOfSchema14IsReadAndVerified) {
    TestFolder const folder;
    std::string const path = sample(folder, "1.4");
    ResultReader const result(path);
    EXPECT_EQ(result.facts().schema, "1.4");
    EXPECT_EQ(result.n_steps(), 3U);
    auto const summary = result.summary();  // numbers as the program of that schema printed them
    EXPECT_EQ(summary.traffic.departed, 390U);
    EXPECT_EQ(summary.species.at(0).emitted_kg, 0.1572968473717392);
    EXPECT_EQ(summary.species.at(1).emitted_kg, 0.0073915557976593485);
    ASSERT_EQ(result.receptors().size(), 1U);
    EXPECT_EQ(result.receptors().at(0).name_vi, "Trường học");
    EXPECT_EQ(result.trace().time_s, (std::vector<double>{300, 600}));
    EXPECT_FALSE(result.wind(0)) << "came with 1.5";
    EXPECT_TRUE(result.sizes().sealed);
    auto const found = verify_result(path);
    EXPECT_TRUE(found.good()) << verification_text(found);
}

}  // namespace
}  // namespace hacthanh::io
