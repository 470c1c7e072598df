#include "sim/traffic/protocol.hpp"

#include "sim/core/error.hpp"

#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <type_traits>
#include <utility>

namespace hacthanh::traffic {

namespace {

/// Lists the fields of every message once; `archive` reads or writes them.
template <class Archive>
void fields(Archive& archive, BeginMessage& m) {
    archive(m.sumo_options, m.end_s, m.hold_s, m.capacity, m.n_slots, m.check_every, m.learn_emissions,
            m.interventions);
}
template <class Archive>
void fields(Archive& archive, StartedMessage& m) {
    archive(m.sumo_version, m.begin_s, m.step_s, m.seed, m.edges);
}
template <class Archive>
void fields(Archive& archive, state::TrafficTotals& m) {
    archive(m.departed, m.arrived, m.running, m.off_road, m.removed, m.waiting, m.teleported, m.collisions,
            m.emergency_stops, m.warnings, m.vehicle_seconds, m.arrived_trip_s, m.cpu_s, m.first_warnings, m.events);
}
template <class Archive>
void fields(Archive& archive, state::TrafficEvent& m) {
    archive(m.name, m.count);
}
template <class Archive>
void fields(Archive& archive, TimeWindow& m) {
    archive(m.begin_s, m.end_s);
}
template <class Archive>
void fields(Archive& archive, TimedState& m) {
    archive(m.duration_s, m.state);
}
template <class Archive>
void fields(Archive& archive, LineStop& m) {
    archive(m.edge, m.position_m);
}
template <class Archive>
void fields(Archive& archive, VehicleFilter& m) {
    archive(m.classes, m.types, m.purposes, m.levels, m.only_through, m.share, m.draw);
}
template <class Archive>
void fields(Archive& archive, Intervention& m) {
    archive(m.kind, m.label, m.windows, m.who, m.edges, m.lanes, m.keep_turns, m.behaviour, m.bound, m.value, m.level,
            m.signal, m.phases, m.offset_s, m.min_green_s, m.max_green_s, m.stops, m.headway_s, m.dwell_s,
            m.vehicle_type);
}
template <class Archive>
void fields(Archive& archive, LevelShares& m) {
    archive(m.name, m.levels, m.shares);
}
template <class Archive>
void fields(Archive& archive, Interventions& m) {
    archive(m.list, m.levels, m.seed);
}
template <class Archive>
void fields(Archive& archive, BranchMessage& m) {
    archive(m.interventions);
}
template <class Archive>
void fields(Archive& archive, state::VehicleType& m) {
    archive(m.name, m.vehicle_class, m.emission_class, m.length_m, m.width_m, m.height_m);
}
template <class Archive>
void fields(Archive& archive, StepMessage& m) {
    archive(m.slot, m.n_vehicles, m.end_time_s, m.totals, m.new_types);
}
template <class Archive>
void fields(Archive& archive, ReleaseMessage& m) {
    archive(m.slot);
}
template <class Archive>
void fields(Archive& archive, FinishedMessage& m) {
    archive(m.totals);
}
template <class Archive>
void fields(Archive& archive, FailedMessage& m) {
    archive(m.at_start, m.time_s, m.text);
}

class WriteArchive {
public:
    template <class... T>
    void operator()(T&... values) {
        (put(values), ...);
    }
    std::string take() { return std::move(bytes_); }

private:
    template <class T>
    void put(T& value) {
        if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>)
            bytes_.append(reinterpret_cast<char const*>(&value), sizeof value);
        else
            fields(*this, value);
    }
    void put(std::string& text) {
        put_size(text.size());
        bytes_.append(text);
    }
    template <class T>
    void put(std::vector<T>& list) {
        put_size(list.size());
        for (T& item : list) put(item);
    }
    void put_size(std::size_t size) {
        auto n = static_cast<std::uint64_t>(size);
        put(n);
    }

    std::string bytes_;
};

class ReadArchive {
public:
    explicit ReadArchive(std::string_view bytes) : bytes_(bytes) {}

    template <class... T>
    void operator()(T&... values) {
        (get(values), ...);
    }
    bool at_end() const { return bytes_.empty(); }

private:
    std::string_view take(std::size_t size) {
        if (size > bytes_.size()) throw RunError("a message between the program and its traffic worker is damaged");
        std::string_view const piece = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return piece;
    }
    template <class T>
    void get(T& value) {
        if constexpr (std::is_same_v<T, bool>)
            value = take(sizeof value)[0] != 0;
        else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>)
            std::memcpy(&value, take(sizeof value).data(), sizeof value);
        else
            fields(*this, value);
    }
    void get(std::string& text) { text = take(get_size()); }
    template <class T>
    void get(std::vector<T>& list) {
        std::size_t const n = get_size();
        if (n > bytes_.size()) throw RunError("a message between the program and its traffic worker is damaged");
        list.resize(n);
        for (T& item : list) get(item);
    }
    std::size_t get_size() {
        std::uint64_t n = 0;
        get(n);
        return static_cast<std::size_t>(n);
    }

    std::string_view bytes_;
};

}  // namespace

template <class Message>
std::string encode(Message const& message) {
    WriteArchive archive;
    fields(archive, const_cast<Message&>(message));  // the write archive only reads
    return archive.take();
}

template <class Message>
Message decode(std::string_view payload) {
    ReadArchive archive(payload);
    Message message;
    fields(archive, message);
    if (!archive.at_end()) throw RunError("a message between the program and its traffic worker is too long");
    return message;
}

#define HACTHANH_MESSAGE(Message, kind)          \
    template std::string encode(Message const&); \
    template Message decode(std::string_view);   \
    bool Channel::send(Message const& message) { return send_frame(MessageKind::kind, encode(message)); }

HACTHANH_MESSAGE(BeginMessage, begin)
HACTHANH_MESSAGE(StartedMessage, started)
HACTHANH_MESSAGE(StepMessage, step)
HACTHANH_MESSAGE(ReleaseMessage, release)
HACTHANH_MESSAGE(FinishedMessage, finished)
HACTHANH_MESSAGE(FailedMessage, failed)
HACTHANH_MESSAGE(BranchMessage, branch)
#undef HACTHANH_MESSAGE

Channel::Channel(Channel&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Channel::~Channel() {
    if (fd_ >= 0) ::close(fd_);
}

bool Channel::pass_descriptors(std::span<int const> descriptors) {
    char mark = 0;
    iovec data{&mark, 1};
    std::vector<char> control(CMSG_SPACE(descriptors.size_bytes()), '\0');
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    cmsghdr* const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(descriptors.size_bytes());
    std::memcpy(CMSG_DATA(header), descriptors.data(), descriptors.size_bytes());
    ssize_t sent = 0;
    do sent = ::sendmsg(fd_, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == 1;
}

std::vector<int> Channel::take_descriptors(std::size_t n) {
    char mark = 0;
    iovec data{&mark, 1};
    std::vector<char> control(CMSG_SPACE(n * sizeof(int)), '\0');
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    ssize_t received = 0;
    do received = ::recvmsg(fd_, &message, MSG_CMSG_CLOEXEC);
    while (received < 0 && errno == EINTR);
    cmsghdr const* const header = received == 1 ? CMSG_FIRSTHDR(&message) : nullptr;
    if (header == nullptr || header->cmsg_type != SCM_RIGHTS || header->cmsg_len != CMSG_LEN(n * sizeof(int)))
        return {};
    std::vector<int> descriptors(n);
    std::memcpy(descriptors.data(), CMSG_DATA(header), n * sizeof(int));
    return descriptors;
}

bool Channel::send_frame(MessageKind kind, std::string const& payload) {
    std::string frame(2 * sizeof(std::uint32_t), '\0');
    auto const size = static_cast<std::uint32_t>(payload.size());
    std::memcpy(frame.data(), &kind, sizeof kind);
    std::memcpy(frame.data() + sizeof kind, &size, sizeof size);
    frame += payload;
    for (std::size_t sent = 0; sent < frame.size();) {
        ssize_t const n = ::send(fd_, frame.data() + sent, frame.size() - sent, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        sent += static_cast<std::size_t>(n);
    }
    return true;
}

bool Channel::read_exactly(char* data, std::size_t size) {
    while (size > 0) {
        ssize_t const n = ::recv(fd_, data, size, 0);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        data += n;
        size -= static_cast<std::size_t>(n);
    }
    return true;
}

std::optional<Frame> Channel::receive() {
    Frame frame;
    std::uint32_t size = 0;
    if (!read_exactly(reinterpret_cast<char*>(&frame.kind), sizeof frame.kind)) return std::nullopt;
    if (!read_exactly(reinterpret_cast<char*>(&size), sizeof size)) return std::nullopt;
    frame.payload.resize(size);
    if (!read_exactly(frame.payload.data(), size)) return std::nullopt;
    return frame;
}

}  // namespace hacthanh::traffic
