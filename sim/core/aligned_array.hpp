#pragma once

#include <sys/mman.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <span>
#include <utility>

namespace hacthanh {

/// A fixed-size array of plain numbers for fields: 64-byte aligned, large ones on 2 MiB pages.
///
/// Value semantics; a copy copies the numbers, into the same memory when the sizes agree. Indexing is unchecked. Throws
/// std::bad_alloc.
template <class T>
class AlignedArray {
public:
    AlignedArray() = default;
    explicit AlignedArray(std::size_t size, T value = T()) : data_(allocate(size)), size_(size) {
        std::uninitialized_fill_n(data_.get(), size, value);
    }
    AlignedArray(AlignedArray const& other) : data_(allocate(other.size_)), size_(other.size_) {
        std::uninitialized_copy_n(other.data_.get(), size_, data_.get());
    }
    AlignedArray(AlignedArray&& other) noexcept : data_(std::move(other.data_)), size_(std::exchange(other.size_, 0)) {}
    AlignedArray& operator=(AlignedArray const& other) {
        if (size_ != other.size_) return *this = AlignedArray(other);
        if (this != &other) std::copy_n(other.data_.get(), size_, data_.get());
        return *this;
    }
    AlignedArray& operator=(AlignedArray&& other) noexcept {
        data_ = std::move(other.data_);
        size_ = std::exchange(other.size_, 0);
        return *this;
    }
    ~AlignedArray() = default;

    T* data() { return data_.get(); }
    T const* data() const { return data_.get(); }
    std::size_t size() const { return size_; }
    T& operator[](std::size_t i) { return data_.get()[i]; }
    T const& operator[](std::size_t i) const { return data_.get()[i]; }
    T* begin() { return data(); }
    T* end() { return data() + size_; }
    T const* begin() const { return data(); }
    T const* end() const { return data() + size_; }
    operator std::span<T>() { return {data(), size_}; }
    operator std::span<T const>() const { return {data(), size_}; }

private:
    static constexpr std::size_t huge_page = std::size_t(2) << 20;

    static T* allocate(std::size_t size) {
        std::size_t const bytes = size * sizeof(T);
        std::size_t const alignment = bytes >= huge_page ? huge_page : 64;
        std::size_t const rounded = (bytes + alignment - 1) / alignment * alignment;
        if (rounded == 0) return nullptr;
        void* memory = std::aligned_alloc(alignment, rounded);
        if (memory == nullptr) throw std::bad_alloc();
        if (alignment == huge_page) madvise(memory, rounded, MADV_HUGEPAGE);
        return static_cast<T*>(memory);
    }

    struct Free {
        void operator()(T* memory) const { std::free(memory); }
    };

    std::unique_ptr<T[], Free> data_;
    std::size_t size_ = 0;
};

}  // namespace hacthanh
