// The engine in all its ways of running, against what an oracle found.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <string>

#include "braid/checker/explore/archive.h"
#include "braid/checker/explore/executor.h"
#include "engine_run.h"
#include "exploration.h"
#include "question.h"

namespace braid::oracle {

/// One, two and eight threads, which take even the smallest rank.
class Engines {
 public:
  /// Expects of every number of threads, with and without an archive in memory, that the engine finds
  /// `expected`.
  template <explore::Model M>
  void expect_agreement(const Question<M>& question, const Exploration& expected) {
    for (explore::Executor& executor : executors_) {
      SCOPED_TRACE(std::to_string(executor.workers()) + " threads");
      EXPECT_EQ(explore_with_engine(question, executor), expected);
    }
    for (explore::Executor& executor : executors_) {
      SCOPED_TRACE(std::to_string(executor.workers()) + " threads, archived");
      explore::Archive archive;
      EXPECT_EQ(explore_with_engine(question, executor, &archive), expected);
    }
  }

  /// Expects the same with an archive on disk, in a directory that is removed first and last.
  template <explore::Model M>
  void expect_agreement_on_disk(const Question<M>& question, const Exploration& expected,
                                const std::filesystem::path& directory) {
    for (explore::Executor& executor : executors_) {
      SCOPED_TRACE(std::to_string(executor.workers()) + " threads, archived on disk");
      std::filesystem::remove_all(directory);
      explore::Limits limits;
      {
        explore::Archive archive(directory, limits);
        EXPECT_EQ(explore_with_engine(question, executor, &archive), expected);
      }
      EXPECT_EQ(limits.stopped(), explore::StopReason::none);
      std::filesystem::remove_all(directory);
    }
  }

 private:
  std::array<explore::Executor, 3> executors_ = {explore::Executor(1, 0), explore::Executor(2, 0),
                                                 explore::Executor(8, 0)};
};

}  // namespace braid::oracle
