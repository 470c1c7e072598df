#include "io/xml.hpp"
#include "tests/support/command.hpp"

#include <gmock/gmock.h>
#include <zlib.h>

#include <string>
#include <vector>

namespace hacthanh::io {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

void write_gzip(std::filesystem::path const& file, std::string const& text) {
    gzFile const out = gzopen(file.c_str(), "wb");
    gzwrite(out, text.data(), static_cast<unsigned>(text.size()));
    gzclose(out);
}

class XmlTest : public testing::Test {
protected:
    std::string message_of(std::string const& content) {
        test::write_file(file_, content);
        return message();
    }
    std::string message() {
        try {
            read_xml(file_, {});
        } catch (InputError const& error) {
            return error.what();
        }
        return "no error";
    }

    test::ScratchFolder folder_;
    std::filesystem::path file_ = folder_ / "file.xml";
};

TEST_F(XmlTest, CallsInDocumentOrder) {
    test::write_file(file_, "<a x='1' y='Lam Sơn'>\n<b/>text</a>");
    std::vector<std::string> calls;
    read_xml(file_, {.start =
                         [&](XmlElement const& element) {
                             calls.push_back(std::string(element.name()) + std::to_string(element.depth()) + "@" +
                                             std::to_string(element.line()) + std::string(element.get("y")));
                             EXPECT_FALSE(element.find("none").has_value());
                         },
                     .end = [&](std::string_view name) { calls.push_back("/" + std::string(name)); },
                     .text = [&](std::string_view text) { calls.emplace_back(text); }});
    EXPECT_THAT(calls, ElementsAre("a0@1Lam Sơn", "\n", "b1@2", "/b", "text", "/a"));
}

TEST_F(XmlTest, GzipReadsLikePlain) {
    std::string text = "<a>";
    for (int i = 0; i < 50000; ++i) text += "<b i='" + std::to_string(i) + "'/>\n";  // several buffers
    text += "</a>";
    auto const count = [&](std::filesystem::path const& file) {
        std::vector<std::string> values;
        read_xml(file, {.start = [&](XmlElement const& element) { values.emplace_back(element.get("i")); },
                        .end = {},
                        .text = {}});
        return values;
    };
    test::write_file(file_, text);
    write_gzip(folder_ / "file.xml.gz", text);
    EXPECT_EQ(count(file_).size(), 50001U);
    EXPECT_EQ(count(file_), count(folder_ / "file.xml.gz"));
}

TEST_F(XmlTest, AnExceptionOfTheCallbackArrives) {
    test::write_file(file_, "<a><b/></a>");
    struct Stop {};
    int calls = 0;
    EXPECT_THROW(read_xml(file_, {.start =
                                      [&](XmlElement const&) {
                                          ++calls;
                                          throw Stop();
                                      },
                                  .end = {},
                                  .text = {}}),
                 Stop);
    EXPECT_EQ(calls, 1);
}

TEST_F(XmlTest, BrokenFilesAreRefusedWithFileAndLine) {
    EXPECT_THAT(message_of("<a>\n<b></a>"), AllOf(HasSubstr("file.xml:2"), HasSubstr("mismatched tag")));
    EXPECT_THAT(message_of("<a>\n<b>\n"), AllOf(HasSubstr("file.xml:3"), HasSubstr("ends too early")));
    EXPECT_THAT(message_of("\n\n{\"json\": 1}"), AllOf(HasSubstr("file.xml:3"), HasSubstr("not well-formed")));
    EXPECT_THAT(message_of(""), HasSubstr("empty"));
    EXPECT_THAT(message_of(std::string("<a>\0</a>", 8)), HasSubstr("not well-formed"));
    EXPECT_THAT(message_of("<a x=\"\xff\"/>"), HasSubstr("not well-formed"));
}

TEST_F(XmlTest, MissingFileAndFolderAreRefused) {
    EXPECT_THAT(message(), AllOf(HasSubstr("file.xml"), HasSubstr("not found")));
    file_ = folder_.path();
    EXPECT_THAT(message(), HasSubstr("is a folder"));
}

TEST_F(XmlTest, ACutGzipIsRefused) {
    std::string text = "<a>";
    for (int i = 0; i < 20000; ++i) text += "<b i='" + std::to_string(i * 7919) + "'/>";
    write_gzip(file_, text + "</a>");
    auto const packed = test::read_file(file_);
    EXPECT_THAT(message_of(packed.substr(0, packed.size() / 2)),
                AllOf(HasSubstr("file.xml"), HasSubstr("copied or written completely")));
}

TEST_F(XmlTest, EntitiesAreRefused) {
    std::string const bomb = "<!DOCTYPE a [<!ENTITY x \"haha\"><!ENTITY y \"&x;&x;&x;&x;&x;&x;\">]>\n<a>&y;&y;&y;</a>";
    EXPECT_THAT(message_of(bomb), AllOf(HasSubstr("file.xml:1"), HasSubstr("entities are refused")));
    EXPECT_THAT(message_of("<!DOCTYPE a [<!ENTITY x SYSTEM \"/etc/hostname\">]>\n<a>&x;</a>"),
                HasSubstr("entities are refused"));
}

TEST_F(XmlTest, DeepNestingIsRefused) {
    std::string deep;
    for (int i = 0; i < 100000; ++i) deep += "<a>";
    EXPECT_THAT(message_of(deep), HasSubstr("nested deeper than 200"));
}

}  // namespace
}  // namespace hacthanh::io
