// What one check has found so far.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "braid/checker/isolation/event.h"
#include "braid/checker/isolation/verdict.h"

namespace braid::isolation {

class PartLog {
 public:
  /// `name` lives as long as the program.
  explicit PartLog(std::string_view name) : name_(name) {}

  void breach(std::string sentence, const Place& place) {
    ++breaches_;
    if (first_.size() < kMostTold) first_.push_back({std::move(sentence), place.source, place.line});
  }

  /// Something that may be a breach or not. The first is told.
  void doubt(std::string why) {
    if (doubts_++ == 0) why_ = std::move(why);
  }

  [[nodiscard]] std::uint64_t doubts() const { return doubts_; }

  /// The verdict. `nothing` says why there was nothing to check; empty: there was something.
  [[nodiscard]] PartVerdict finish(std::vector<Figure> figures, std::string nothing) {
    PartVerdict verdict{name_, Finding::holds, {}, std::move(figures), 0, {}};
    if (!nothing.empty()) {
      verdict.finding = Finding::nothing;
      verdict.why = std::move(nothing);
      return verdict;
    }
    verdict.breaches = breaches_;
    verdict.first_breaches = std::move(first_);
    if (breaches_ > 0) {
      verdict.finding = Finding::violated;
    } else if (doubts_ > 0) {
      verdict.finding = Finding::unknown;
      verdict.why = std::move(why_);
    }
    return verdict;
  }

 private:
  std::string_view name_;
  std::uint64_t breaches_ = 0;
  std::uint64_t doubts_ = 0;
  std::vector<Breach> first_;
  std::string why_;
};

}  // namespace braid::isolation
