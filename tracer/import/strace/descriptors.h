// What a process has open.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace braid::import::strace {

inline constexpr std::size_t kNoClient = static_cast<std::size_t>(-1);

/// An open file description (open(2)): shared by descriptors that were made from each other by dup and fork.
struct OpenFile {
  enum class Kind : std::uint8_t {
    file,
    outside,  ///< a file in no client's folder
    other,    ///< a socket, a pipe and the like
  };
  Kind kind = Kind::file;
  std::size_t client = kNoClient;
  std::string object;
  std::string path;                       ///< at opening, for what is opened relative to it; may be empty
  std::string target;                     ///< what -y told of it when it was last seen, as printed
  std::optional<std::uint64_t> position;  ///< where the next read or write is; nothing: not known
  bool append = false;
};

struct Descriptor {
  std::shared_ptr<OpenFile> file;
  bool close_on_exec = false;
};

/// A process's table of descriptors. Counts what all tables of a trace have together, which hostile input
/// could make large by forks: beyond kMost, tables stay empty.
class Descriptors {
 public:
  static constexpr std::size_t kMost = 1'000'000;

  explicit Descriptors(std::shared_ptr<std::size_t> all) : all_(std::move(all)) {}
  Descriptors(const Descriptors& other);
  Descriptors& operator=(const Descriptors&) = delete;
  ~Descriptors() { *all_ -= table_.size(); }

  /// Null where the number is not known.
  [[nodiscard]] Descriptor* find(std::int64_t number);
  void set(std::int64_t number, Descriptor descriptor);
  void erase(std::int64_t number) { erase(number, number); }
  void erase(std::int64_t first, std::int64_t last);
  void close_on_exec();

 private:
  std::map<std::int64_t, Descriptor> table_;
  std::shared_ptr<std::size_t> all_;
};

}  // namespace braid::import::strace
