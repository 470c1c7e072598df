#include "io/report/markup.hpp"
#include "io/report/data_uri.hpp"

#include <gtest/gtest.h>

namespace hacthanh::io::report {
namespace {

TEST(Markup, EscapesTextAndAttributes) {
    Markup html;
    html.open("p", {{"title", "\"<a> & 'b'\""}}).text("<script>alert(1)</script> & Đông").close();
    EXPECT_EQ(
        html.whole(),
        "<p title=\"&quot;&lt;a&gt; &amp; &#39;b&#39;&quot;\">&lt;script&gt;alert(1)&lt;/script&gt; &amp; Đông</p>\n");
}

TEST(Markup, WritesEmptyElementsSoThatXmlReadsThemToo) {
    Markup html;
    html.empty("img", {{"src", "x"}, {"alt", ""}}).open("svg").empty("path", {{"d", "M0 0"}}).close();
    EXPECT_EQ(html.whole(), "<img src=\"x\" alt=\"\"/><svg><path d=\"M0 0\"/></svg>\n");
}

TEST(Coordinate, IsShortAndHasADecimalPoint) {
    EXPECT_EQ(coordinate(12), "12");
    EXPECT_EQ(coordinate(0.5), "0.5");
    EXPECT_EQ(coordinate(-0.001), "0");
    EXPECT_EQ(coordinate(1.006), "1.01");
    EXPECT_EQ(coordinate(-100), "-100");
}

TEST(Base64, IsThatOfRfc4648) {
    EXPECT_EQ(base64(""), "");
    EXPECT_EQ(base64("f"), "Zg==");
    EXPECT_EQ(base64("fo"), "Zm8=");
    EXPECT_EQ(base64("foo"), "Zm9v");
    EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
    EXPECT_EQ(base64(std::string("\xff\x00\xfe", 3)), "/wD+");
    EXPECT_EQ(data_uri("image/png", "f"), "data:image/png;base64,Zg==");
}

}  // namespace
}  // namespace hacthanh::io::report
