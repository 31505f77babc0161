// Names in directories, and what they mean.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace braid::conformance {

/// Names that renames connect: each is a file, or absent. The handle of a file that is renamed within its
/// directory stays; what one gets in another directory is not known.
struct DirectoryNames {
  /// Of each name. Handles are numbers from kFirstHandle; numbers from kFirstShared are files of several
  /// names and of unknown handles.
  using State = std::vector<std::uint32_t>;
  static constexpr std::uint32_t kAnything = 0;
  static constexpr std::uint32_t kAbsent = 1;
  static constexpr std::uint32_t kSomeFile = 2;
  static constexpr std::uint32_t kFirstHandle = 3;
  static constexpr std::uint32_t kFirstShared = 0x8000'0000;

  enum class Kind : std::uint8_t {
    finds,    ///< the reply has the file (kSomeFile: some)
    misses,   ///< the reply says that there is none
    creates,  ///< a file is made, or was there
    makes,    ///< a file is made that was not there
    removes,
    moves,    ///< to the name `other`
    replaced  ///< nobody knows by what
  };
  struct Step {
    Kind kind = Kind::finds;
    std::uint32_t name = 0;
    std::uint32_t other = 0;
    std::uint32_t file = kSomeFile;
    bool keeps_handle = true;  ///< moves: within a directory
  };

  std::vector<std::string> names;                         ///< as people call them
  std::function<std::string(std::uint32_t)> handle_text;  ///< of a handle

  [[nodiscard]] State initial() const { return State(names.size(), kAnything); }
  void successors(const State& state, const Step& step, std::vector<State>& out) const;
  [[nodiscard]] bool harmless(const State& state, const Step& step, bool is_new) const;
  [[nodiscard]] bool hopeless(const State&, const Step&) const { return false; }
  [[nodiscard]] bool helps(const State&, const Step&, const Step&) const { return true; }
  [[nodiscard]] bool lingers(const Step&) const { return true; }
  [[nodiscard]] bool repeats(const Step&) const { return false; }
  [[nodiscard]] bool compares(const State& state, const Step& step) const;
  [[nodiscard]] std::string tell(const State& state) const;
  [[nodiscard]] std::string refusal(const State& state, const Step& step) const;
  [[nodiscard]] std::string accepted(const State& state, const Step& step) const;

 private:
  [[nodiscard]] std::string file_text(std::uint32_t file) const;
  static void found(const State& state, const Step& step, std::vector<State>& out);
  static void moved(const State& state, const Step& step, std::vector<State>& out);
};

}  // namespace braid::conformance
