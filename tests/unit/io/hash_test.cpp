#include "io/hash.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"

#include <gtest/gtest.h>

namespace hacthanh::io {
namespace {

// FIPS 180-4 test vectors (NIST CAVP, SHA256ShortMsg and the "one million a" message).
TEST(HashTest, KnownMessages) {
    EXPECT_EQ(sha256_of_text(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_of_text("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_of_text(std::string(1000000, 'a')),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(HashTest, AFileHashesLikeItsBytes) {
    test::ScratchFolder folder;
    std::string text(700001, 'x');  // longer than one piece, no multiple of it
    text[5] = '\0';
    test::write_file(folder / "file", text);
    EXPECT_EQ(sha256_of_file(folder / "file"), sha256_of_text(text));
}

TEST(HashTest, MissingFileAndFolderAreRefused) {
    test::ScratchFolder folder;
    EXPECT_THROW(sha256_of_file(folder / "none"), InputError);
    EXPECT_THROW(sha256_of_file(folder.path()), InputError);
}

}  // namespace
}  // namespace hacthanh::io
