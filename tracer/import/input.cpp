#include "braid/tracer/import/input.h"

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <system_error>
#include <vector>

#include "braid/tracer/diagnostic.h"

namespace braid::import {
namespace {

constexpr std::size_t kBuffer = std::size_t{1} << 18;
constexpr std::string_view kGzipMagic = "\x1f\x8b";
constexpr std::string_view kZstdMagic = "\x28\xb5\x2f\xfd";

/// A source of bytes: what a file holds, or what comes out of unpacking another source.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// 0 at the end only. REQUIRES that `into` is not empty.
  virtual std::size_t read(std::span<char> into) = 0;
};

class FileSource final : public ByteSource {
 public:
  FileSource(std::string_view name, std::FILE* file, bool owned) : name_(name), file_(file), owned_(owned) {}
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  ~FileSource() override {
    if (owned_) std::fclose(file_);
  }

  std::size_t read(std::span<char> into) override {
    const std::size_t count = std::fread(into.data(), 1, into.size(), file_);
    if (count < into.size() && std::ferror(file_) != 0) {
      throw InputError(name_, {}, fmt::format("cannot read it: {}", std::generic_category().message(errno)));
    }
    return count;
  }

 private:
  std::string name_;
  std::FILE* file_;
  bool owned_;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string bytes) : bytes_(std::move(bytes)) {}

  std::size_t read(std::span<char> into) override {
    const std::size_t count = std::min(into.size(), bytes_.size() - taken_);
    std::copy_n(bytes_.data() + taken_, count, into.data());
    taken_ += count;
    return count;
  }

 private:
  std::string bytes_;
  std::size_t taken_ = 0;
};

/// Gives `head` first, then the rest of another source.
class ResumedSource final : public ByteSource {
 public:
  ResumedSource(std::string head, std::unique_ptr<ByteSource> rest)
      : head_(std::move(head)), rest_(std::move(rest)) {}

  std::size_t read(std::span<char> into) override {
    const std::size_t from_head = head_.read(into);
    return from_head > 0 ? from_head : rest_->read(into);
  }

 private:
  MemorySource head_;
  std::unique_ptr<ByteSource> rest_;
};

/// The packed bytes that an unpacker has not used yet.
struct PackedBytes {
  std::unique_ptr<ByteSource> source;
  std::vector<char> buffer = std::vector<char>(kBuffer);
  std::span<char> left;

  /// Whether there are more.
  bool refill() {
    if (left.empty()) left = std::span(buffer).first(source->read(buffer));
    return !left.empty();
  }
};

class GzipSource final : public ByteSource {
 public:
  GzipSource(std::string_view name, std::unique_ptr<ByteSource> packed)
      : name_(name), packed_{.source = std::move(packed), .left = {}} {
    constexpr int kGzipOnly = 16 + MAX_WBITS;
    if (inflateInit2(&stream_, kGzipOnly) != Z_OK) throw std::bad_alloc();
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override { inflateEnd(&stream_); }

  std::size_t read(std::span<char> into) override {
    while (true) {
      if (!packed_.refill()) {
        if (in_member_) throw InputError(name_, {}, "its gzip data ends early");
        return 0;
      }
      if (!in_member_) start_member();
      const std::size_t count = inflate_some(into);
      if (count > 0) return count;
    }
  }

 private:
  void start_member() {
    inflateReset(&stream_);
    in_member_ = true;
  }

  std::size_t inflate_some(std::span<char> into) {
    stream_.next_in = reinterpret_cast<Bytef*>(packed_.left.data());
    stream_.avail_in = static_cast<uInt>(packed_.left.size());
    stream_.next_out = reinterpret_cast<Bytef*>(into.data());
    stream_.avail_out = static_cast<uInt>(std::min(into.size(), kBuffer));
    const uInt room = stream_.avail_out;
    const int status = inflate(&stream_, Z_NO_FLUSH);
    packed_.left = packed_.left.last(stream_.avail_in);
    if (status == Z_STREAM_END) {
      in_member_ = false;
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      throw InputError(name_, {}, "its gzip data is broken");
    }
    return room - stream_.avail_out;
  }

  std::string name_;
  PackedBytes packed_;
  z_stream stream_{};
  bool in_member_ = false;
};

class ZstdSource final : public ByteSource {
 public:
  ZstdSource(std::string_view name, std::unique_ptr<ByteSource> packed)
      : name_(name), packed_{.source = std::move(packed), .left = {}}, stream_(ZSTD_createDStream()) {
    if (!stream_) throw std::bad_alloc();
  }

  std::size_t read(std::span<char> into) override {
    while (true) {
      // What is buffered inside comes out without further input, too.
      if (!packed_.refill() && !more_inside_) {
        if (in_frame_) throw InputError(name_, {}, "its zstd data ends early");
        return 0;
      }
      const std::size_t count = unpack_some(into);
      if (count > 0) return count;
    }
  }

 private:
  struct Free {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };

  std::size_t unpack_some(std::span<char> into) {
    ZSTD_inBuffer in{packed_.left.data(), packed_.left.size(), 0};
    ZSTD_outBuffer out{into.data(), into.size(), 0};
    const std::size_t status = ZSTD_decompressStream(stream_.get(), &out, &in);
    if (ZSTD_isError(status) != 0) {
      throw InputError(name_, {}, fmt::format("its zstd data is broken: {}", ZSTD_getErrorName(status)));
    }
    packed_.left = packed_.left.subspan(in.pos);
    in_frame_ = status != 0;
    more_inside_ = in_frame_ && out.pos == out.size;
    return out.pos;
  }

  std::string name_;
  PackedBytes packed_;
  std::unique_ptr<ZSTD_DStream, Free> stream_;
  bool in_frame_ = false;
  bool more_inside_ = false;
};

}  // namespace

struct Input::Stream {
  std::string name;
  std::unique_ptr<ByteSource> source;
  std::string peeked;
  std::size_t taken = 0;  ///< of `peeked`
};

namespace {

std::string read_up_to(ByteSource& source, std::size_t size) {
  std::string bytes(size, '\0');
  std::size_t count = 0;
  while (count < size) {
    const std::size_t more = source.read(std::span(bytes).subspan(count));
    if (more == 0) break;
    count += more;
  }
  bytes.resize(count);
  return bytes;
}

std::unique_ptr<ByteSource> unpacked(std::string_view name, std::unique_ptr<ByteSource> source) {
  std::string head = read_up_to(*source, kZstdMagic.size());
  const bool gzip = head.starts_with(kGzipMagic);
  const bool zstd = head.starts_with(kZstdMagic);
  auto whole = std::make_unique<ResumedSource>(std::move(head), std::move(source));
  if (gzip) return std::make_unique<GzipSource>(name, std::move(whole));
  if (zstd) return std::make_unique<ZstdSource>(name, std::move(whole));
  return whole;
}

}  // namespace

Input::Input(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}
Input::Input(Input&&) noexcept = default;
Input& Input::operator=(Input&&) noexcept = default;
Input::~Input() = default;

Input Input::open(const std::filesystem::path& path) {
  const bool standard = path == "-";
  std::string name = standard ? std::string("standard input") : path.string();
  std::FILE* file = standard ? stdin : std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    throw InputError(name, {}, fmt::format("cannot read it: {}", std::generic_category().message(errno)));
  }
  auto source = unpacked(name, std::make_unique<FileSource>(name, file, !standard));
  return Input(std::make_unique<Stream>(Stream{std::move(name), std::move(source), {}, 0}));
}

Input Input::open_as(std::string name, const std::filesystem::path& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    throw InputError(name, {}, fmt::format("cannot read it: {}", std::generic_category().message(errno)));
  }
  auto source = unpacked(name, std::make_unique<FileSource>(name, file, true));
  return Input(std::make_unique<Stream>(Stream{std::move(name), std::move(source), {}, 0}));
}

Input Input::from_memory(std::string name, std::string bytes) {
  auto source = unpacked(name, std::make_unique<MemorySource>(std::move(bytes)));
  return Input(std::make_unique<Stream>(Stream{std::move(name), std::move(source), {}, 0}));
}

const std::string& Input::name() const {
  return stream_->name;
}

std::string_view Input::peek(std::size_t size) {
  size = std::min(size, kMostPeeked);
  Stream& stream = *stream_;
  const std::size_t held = stream.peeked.size() - stream.taken;
  if (held < size) {
    stream.peeked.erase(0, stream.taken);
    stream.taken = 0;
    stream.peeked += read_up_to(*stream.source, size - held);
  }
  return std::string_view(stream.peeked).substr(stream.taken, size);
}

std::size_t Input::read(std::span<char> into) {
  Stream& stream = *stream_;
  const std::size_t held = stream.peeked.size() - stream.taken;
  if (held == 0) return stream.source->read(into);
  const std::size_t count = std::min(held, into.size());
  std::memcpy(into.data(), stream.peeked.data() + stream.taken, count);
  stream.taken += count;
  return count;
}

}  // namespace braid::import
