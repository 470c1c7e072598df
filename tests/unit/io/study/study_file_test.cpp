#include "io/study/study_file.hpp"

#include "sim/core/error.hpp"
#include "tests/support/command.hpp"

#include <gmock/gmock.h>

namespace hacthanh::io::study {
namespace {

using test::ScratchFolder;
using testing::AllOf;
using testing::HasSubstr;

class StudyFileTest : public testing::Test {
protected:
    StudyFile read(std::string const& text) const {
        test::write_file(folder_ / "s.toml", text);
        return read_study(folder_ / "s.toml");
    }
    std::string refusal(std::string const& text) const {
        try {
            read(text);
        } catch (InputError const& error) {
            return error.what();
        }
        return "read";
    }
    ScratchFolder folder_;
};

TEST_F(StudyFileTest, IsReadAsWritten) {
    auto const study = read(
        "[study]\ntitle = \"Two\"\nscenario = \"town.toml\"\nseeds = 3\nfirst_seed = 7\n"
        "[set]\ntraffic.end_s = 60\noutput.species = [\"NOx\", \"PM\"]\n"
        "[[factor]]\nkey = \"traffic.scale\"\nvalues = [0.5, 1]\n"
        "[[weather]]\nname = \"calm\"\nset = { weather.wind_speed_m_s = 0.5 }\n"
        "[[measure]]\nfiles = [\"zone.toml\"]\n[executor]\nkind = \"slurm\"\ntasks = 4\n");
    EXPECT_EQ(study.scenario.filename(), "town.toml");
    EXPECT_TRUE(study.scenario.is_absolute());
    EXPECT_EQ(study.seeds, 3);
    EXPECT_EQ(study.first_seed, 7);
    EXPECT_THAT(study.overrides, testing::UnorderedElementsAre("traffic.end_s=60", HasSubstr("output.species=[")));
    ASSERT_EQ(study.factors.size(), 1U);
    EXPECT_THAT(study.factors[0].values, testing::ElementsAre("0.5", "1"));
    ASSERT_EQ(study.weathers.size(), 1U);
    EXPECT_THAT(study.weathers[0].overrides, testing::ElementsAre("weather.wind_speed_m_s=0.5"));
    ASSERT_EQ(study.variants.size(), 1U);
    EXPECT_EQ(study.variants[0].name, "zone");
    EXPECT_EQ(study.executor.kind, "slurm");
    EXPECT_EQ(study.executor.tasks, 4);
}

TEST_F(StudyFileTest, SaysWhatIsWrongWithLineAndRemedy) {
    std::string const head = "[study]\nscenario = \"town.toml\"\n";
    EXPECT_THAT(refusal("[study]\nseeds = 1\n"), HasSubstr("study.scenario is not given"));
    EXPECT_THAT(refusal(head + "sedes = 2\n"), AllOf(HasSubstr("s.toml:3"), HasSubstr("closest known key is seeds")));
    EXPECT_THAT(refusal(head + "seeds = 0\n"), HasSubstr("study.seeds"));
    EXPECT_THAT(refusal(head + "design = \"latin_hypercub\"\n"), HasSubstr("latin_hypercube"));
    EXPECT_THAT(refusal(head + "design = \"latin_hypercube\"\n"), HasSubstr("study.samples is not given"));
    EXPECT_THAT(refusal(head + "[[factor]]\nkey = \"traffic.scale\"\nlow = 2\nhigh = 1\n"), HasSubstr("low < high"));
    EXPECT_THAT(refusal(head + "[[factor]]\nkey = \"traffic.scale\"\nlow = 1\nhigh = 2\n"),
                HasSubstr("does not fit the design factorial"));
    EXPECT_THAT(refusal(head + "[[measure]]\nname = \"base\"\nfiles = [\"a.toml\"]\n"), HasSubstr("\"base\" is taken"));
    EXPECT_THAT(refusal(head + "[[measure]]\nname = \"a\"\n"), HasSubstr("measure.files is not given"));
    EXPECT_THAT(refusal(head + "[[wether]]\nname = \"a\"\n"), HasSubstr("\"wether\""));
    EXPECT_THAT(refusal(head + "[executor]\nkind = \"pbs\"\n"), HasSubstr("executor.kind"));
}

TEST_F(StudyFileTest, ReadsMergeAndPackage) {
    auto const study = read(
        "[study]\nscenario = \"town.toml\"\ndesign = \"morris\"\nsamples = 4\n"
        "[[factor]]\nkey = \"traffic.scale\"\nlow = 0.5\nhigh = 1\n"
        "[merge]\nfields = [\"NO2_mean_surface\"]\nlimits = [40, 200]\n"
        "[package]\nindicator = \"emitted_kg.NOx\"\nbetter = \"more\"\nbudget = 3.5\nincompatible = [[\"a\", \"b\"]]\n"
        "[[measure]]\nname = \"a\"\nfiles = [\"a.toml\"]\ncost = 1\n[[measure]]\nname = \"b\"\nfiles = "
        "[\"b.toml\"]\ncost = 2\n");
    EXPECT_EQ(study.design, "morris");
    EXPECT_EQ(study.merge.fields, std::vector<std::string>{"NO2_mean_surface"});
    EXPECT_EQ(study.merge.limits, (std::vector<double>{40, 200}));
    EXPECT_EQ(study.merge.pooled, std::vector<std::string>{"point"}) << "the default of designs that draw points";
    ASSERT_TRUE(study.package);
    EXPECT_FALSE(study.package->less_is_better);
    EXPECT_EQ(study.package->incompatible.front(), std::pair(std::string("a"), std::string("b")));
    EXPECT_EQ(study.variants.at(1).cost, 2);
}

TEST_F(StudyFileTest, RefusesMergeAndPackageThatCannotBe) {
    std::string const head = "[study]\nscenario = \"town.toml\"\n";
    std::string const one = "[[measure]]\nname = \"a\"\nfiles = [\"a.toml\"]\n";
    EXPECT_THAT(refusal(head + "[merge]\nlimits = [1]\n"), HasSubstr("merge.fields is not given"));
    EXPECT_THAT(refusal(head + "[merge]\nfields = [\"NO2\"]\npool = [\"seed\"]\n"),
                HasSubstr("merge.pool does not fit"));
    EXPECT_THAT(refusal(head + "[merge]\nfields = [\"NO2\"]\nmemory_mb = 0\n"),
                HasSubstr("merge.memory_mb does not fit"));
    EXPECT_THAT(refusal(head + "[merge]\nfields = [\"NO2\"]\nprobabilities = [1.5]\n"),
                HasSubstr("merge.probabilities does not fit"));
    EXPECT_THAT(refusal(head + one + "[package]\nindicator = \"x\"\nbudget = 1\n"), HasSubstr("no measure has a cost"));
    EXPECT_THAT(
        refusal(head + one + "cost = 1\n[package]\nindicator = \"x\"\nbudget = 1\nincompatible = [[\"a\", \"z\"]]\n"),
        HasSubstr("package.incompatible names \"a\" and \"z\""));
    EXPECT_THAT(refusal(head + "[package]\nindicator = \"x\"\nbudget = -1\n"),
                HasSubstr("package.budget does not fit"));
    EXPECT_THAT(refusal("[study]\nscenario = \"town.toml\"\ndesign = \"sobol\"\nsamples = 2\n"),
                HasSubstr("the design sobol has no factor"));
}

}  // namespace
}  // namespace hacthanh::io::study
