#include "io/xml.hpp"

#include <expat.h>
#include <fmt/format.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <exception>
#include <memory>
#include <vector>

namespace hacthanh::io {
namespace {

constexpr int max_depth = 200;
constexpr XML_Index max_tag_bytes = XML_Index(64) << 20;
constexpr int buffer_bytes = 1 << 18;

struct CloseGzip {
    void operator()(gzFile_s* file) const { gzclose(file); }
};
struct FreeParser {
    void operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }
};

/// State of one document. Exceptions must not cross expat's C frames: they wait in `failure`.
class Document {
public:
    Document(std::filesystem::path const& file, XmlHandler const& handler)
        : file_(file), handler_(handler), parser_(XML_ParserCreate(nullptr)) {
        if (parser_ == nullptr) throw std::bad_alloc();
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(parser_.get(), on_start, on_end);
        if (handler_.text) XML_SetCharacterDataHandler(parser_.get(), on_text);
        XML_SetEntityDeclHandler(parser_.get(), on_entity);
    }

    void feed(char const* bytes, int size, bool last) {
        fed_ += size;
        auto const status = XML_Parse(parser_.get(), bytes, size, last ? 1 : 0);
        if (failure_) std::rethrow_exception(failure_);
        if (status == XML_STATUS_ERROR) fail_parse(last);
        if (fed_ - XML_GetCurrentByteIndex(parser_.get()) > max_tag_bytes)
            throw InputError(where(), "a tag is longer than 64 MB", "is this an XML file?");
    }

    std::string where() const { return at_line(file_, XML_GetCurrentLineNumber(parser_.get())); }

private:
    [[noreturn]] void fail_parse(bool last) const {
        auto const code = XML_GetErrorCode(parser_.get());
        bool const cut = last && (code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN ||
                                  code == XML_ERROR_UNCLOSED_CDATA_SECTION || code == XML_ERROR_PARTIAL_CHAR);
        throw InputError(
            where(), fmt::format("not well-formed XML ({})", XML_ErrorString(code)),
            cut ? "the file ends too early: was it copied or written completely?" : "correct the file at this line");
    }

    template <class Body>
    void guarded(Body const& body) {
        if (failure_) return;
        try {
            body();
        } catch (...) {
            failure_ = std::current_exception();
            XML_StopParser(parser_.get(), XML_FALSE);
        }
    }

    static void on_start(void* self, char const* name, char const** attributes) {
        auto& document = *static_cast<Document*>(self);
        document.guarded([&] {
            int const depth = document.depth_++;
            validate(depth < max_depth, document.where(), fmt::format("tags are nested deeper than {}", max_depth),
                     "is this a SUMO file?");
            if (document.handler_.start)
                document.handler_.start(XmlElement(name, attributes, depth, document.parser_.get()));
        });
    }
    static void on_end(void* self, char const* name) {
        auto& document = *static_cast<Document*>(self);
        document.guarded([&] {
            --document.depth_;
            if (document.handler_.end) document.handler_.end(name);
        });
    }
    static void on_text(void* self, char const* text, int size) {
        auto& document = *static_cast<Document*>(self);
        document.guarded([&] { document.handler_.text({text, static_cast<std::size_t>(size)}); });
    }
    static void on_entity(void* self, char const*, int, char const*, int, char const*, char const*, char const*,
                          char const*) {
        auto& document = *static_cast<Document*>(self);
        document.guarded([&] {
            throw InputError(document.where(), "defines an XML entity (entities are refused)",
                             "write the text out in place of the entity");
        });
    }

    std::filesystem::path const& file_;
    XmlHandler const& handler_;
    std::unique_ptr<XML_ParserStruct, FreeParser> parser_;
    std::exception_ptr failure_;
    XML_Index fed_ = 0;
    int depth_ = 0;
};

std::unique_ptr<gzFile_s, CloseGzip> open_file(std::filesystem::path const& file) {
    std::error_code ignored;
    auto const status = std::filesystem::status(file, ignored);
    validate(std::filesystem::exists(status), file.string(), "file not found", "check the name and the folder");
    validate(!std::filesystem::is_directory(status), file.string(), "is a folder (must be an XML file)");
    errno = 0;
    std::unique_ptr<gzFile_s, CloseGzip> input(gzopen(file.c_str(), "rb"));
    validate(input != nullptr, file.string(), fmt::format("cannot be opened ({})", std::strerror(errno)));
    gzbuffer(input.get(), static_cast<unsigned>(buffer_bytes));
    return input;
}

}  // namespace

std::uint64_t XmlElement::line() const { return XML_GetCurrentLineNumber(static_cast<XML_Parser>(parser_)); }

std::string at_line(std::filesystem::path const& file, std::uint64_t line) {
    return fmt::format("{}:{}", file.string(), line);
}

std::string xml_escaped(std::string_view text) {
    std::string result;
    for (char const c : text) switch (c) {
            case '&': result += "&amp;"; break;
            case '<': result += "&lt;"; break;
            case '"': result += "&quot;"; break;
            default: result += c;
        }
    return result;
}

void read_xml(std::filesystem::path const& file, XmlHandler const& handler) {
    auto const input = open_file(file);
    Document document(file, handler);
    std::vector<char> buffer(buffer_bytes);
    bool empty = true;
    while (true) {
        int const size = gzread(input.get(), buffer.data(), buffer_bytes);
        int code = Z_OK;
        char const* const reason = gzerror(input.get(), &code);
        if (size < 0 || (size == 0 && code == Z_BUF_ERROR))
            throw InputError(document.where(),
                             fmt::format("cannot be read ({})", code == Z_ERRNO ? std::strerror(errno) : reason),
                             "was it copied or written completely?");
        validate(size > 0 || !empty, file.string(), "the file is empty (must be XML)");
        document.feed(buffer.data(), size, size == 0);
        if (size == 0) return;
        empty = false;
    }
}

}  // namespace hacthanh::io
