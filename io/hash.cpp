#include "io/hash.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

namespace hacthanh::io {
namespace {

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

void require(bool worked) {
    if (!worked) throw RunError("libcrypto cannot compute SHA-256 on this machine");
}

/// SHA-256 of bytes that come in pieces.
class Sha256 {
public:
    Sha256() : context_(EVP_MD_CTX_new()) {
        require(context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
    }
    void add(void const* bytes, std::size_t size) { require(EVP_DigestUpdate(context_.get(), bytes, size) == 1); }
    std::string hexadecimal() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned size = 0;
        require(EVP_DigestFinal_ex(context_.get(), digest.data(), &size) == 1);
        std::string text;
        for (unsigned i = 0; i < size; ++i) text += fmt::format("{:02x}", digest[i]);
        return text;
    }

private:
    std::unique_ptr<EVP_MD_CTX, FreeContext> context_;
};

}  // namespace

std::string sha256_of_file(std::filesystem::path const& file) {
    std::unique_ptr<std::FILE, CloseFile> const input(std::fopen(file.c_str(), "rb"));
    validate(input != nullptr, file.string(), fmt::format("cannot be opened ({})", std::strerror(errno)));
    Sha256 hash;
    std::vector<char> buffer(1 << 18);
    while (std::size_t const size = std::fread(buffer.data(), 1, buffer.size(), input.get()))
        hash.add(buffer.data(), size);
    validate(std::ferror(input.get()) == 0, file.string(), fmt::format("cannot be read ({})", std::strerror(errno)));
    return hash.hexadecimal();
}

std::string sha256_of_text(std::string_view text) {
    Sha256 hash;
    hash.add(text.data(), text.size());
    return hash.hexadecimal();
}

}  // namespace hacthanh::io
