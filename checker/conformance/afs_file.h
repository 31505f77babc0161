// A file or directory of AFS, with the version that the server counts.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "braid/checker/conformance/contents.h"

namespace braid::conformance {

/// Every change of the data makes the version greater, a store by exactly one (OpenAFS counts so under the
/// vnode's lock, src/viced/afsfileprocs.c), and a reply tells the version, the size and the data of one
/// moment: the same version has the same data.
struct AfsFile {
  struct State {
    std::uint64_t version = 0;  ///< the least that is possible, if it is not known
    bool known = false;
    std::uint64_t size = 0;
    std::vector<ContentId> parts;
    friend auto operator<=>(const State&, const State&) = default;
    friend bool operator==(const State&, const State&) = default;
  };
  enum class Kind : std::uint8_t {
    tell,    ///< the reply has version, size and perhaps data
    store,   ///< data are written
    change,  ///< a directory changes
    touch,   ///< something changes that may count, or not: who may do what, how many links there are
    unseen,  ///< a store or change whose reply was not seen, or says that it failed
  };
  struct Step {
    Kind kind = Kind::tell;
    std::uint64_t version = 0;                               ///< afterwards
    std::uint64_t size = 0;                                  ///< afterwards
    std::uint64_t shortest = ~std::uint64_t{0};              ///< a store cuts the file to this first
    std::vector<std::pair<std::uint32_t, ContentId>> parts;  ///< told or stored; unknown: not recorded
  };

  const Contents& contents;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;  ///< of the parts: offset, end
  bool others = false;                                          ///< changes may happen that no call makes

  [[nodiscard]] State initial() const;
  void successors(const State& state, const Step& step, std::vector<State>& out) const;
  [[nodiscard]] bool harmless(const State& state, const Step& step, bool is_new) const;
  [[nodiscard]] bool hopeless(const State& state, const Step& step) const;
  [[nodiscard]] bool helps(const State& state, const Step& other, const Step& goal) const;
  [[nodiscard]] bool lingers(const Step&) const { return true; }
  [[nodiscard]] bool repeats(const Step&) const { return false; }
  [[nodiscard]] bool compares(const State& state, const Step& step) const;
  [[nodiscard]] std::string tell(const State& state) const;
  [[nodiscard]] std::string refusal(const State& state, const Step& step) const;
  [[nodiscard]] std::string accepted(const State& state, const Step& step) const;

 private:
  [[nodiscard]] bool reaches(const State& state, const Step& step) const;
  [[nodiscard]] const std::pair<std::uint32_t, ContentId>* contradicted(const State& state,
                                                                        const Step& step) const;
  void cut(State& state, std::uint64_t size) const;
};

}  // namespace braid::conformance
