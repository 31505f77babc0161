// The programs that a window of a guest recording is, in the notation.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "braid/tracer/recording/guest_host.h"
#include "braid/tracer/recording/notation_name.h"

namespace braid::recording {

/// Machines and pages are numbered in the order of their first use, frames and CPUs from 0. Not thread-safe.
class GuestProgram {
 public:
  /// `host` is as it was before the first moment.
  GuestProgram(std::span<const GuestMoment> moments, GuestHost host);

  [[nodiscard]] std::uint64_t instructions() const { return instructions_; }

  /// Of all machines, with a system line of these words.
  [[nodiscard]] std::string text(std::string_view system);

  /// What a user should know of it: where it is from, what was left out, what was assumed.
  [[nodiscard]] std::vector<std::string> remarks() const;

 private:
  struct Process {
    std::string name;
    std::optional<std::uint64_t> cpu;
    std::string words;
    std::map<std::uint64_t, std::uint64_t> virtual_pages;         ///< to numbers
    std::map<std::uint64_t, std::optional<std::uint64_t>> table;  ///< of these to guest frames, where known
    std::uint64_t page = 0;                                       ///< of the last access
    std::optional<std::uint64_t> instruction;  ///< that it was of, if it may be tried again
    bool missed = false;                       ///< by the last access: a hit follows
  };
  struct Machine {
    std::vector<std::uint64_t> order;              ///< of threads
    std::map<std::uint64_t, Process> processes;    ///< by thread
    std::map<std::uint64_t, std::uint64_t> pages;  ///< numbers, by guest frame
    std::uint64_t page_count = 0;
    std::map<std::uint64_t, std::uint64_t> frames;  ///< machine frames at first, by page
    bool has_frames = false;                        ///< whether the recording tells of any
    std::string work;
    std::optional<std::uint64_t> work_cpu;
  };

  void find_pages(std::span<const GuestMoment> moments);
  void take(const GuestMoment& moment);
  void access(const GuestMoment& moment, bool is_translation);
  void work(const GuestMoment& moment, std::string_view what, std::span<const std::uint64_t> guest_frames);
  void leave_out(const std::string& what) { ++left_out_[what]; }
  Process& process_of(const GuestMoment& moment);
  static void add_word(std::string& words, const std::string& word);

  std::uint64_t cpu_number(std::optional<std::uint64_t> cpu);
  void resolve_tables();
  std::string pmap_text(const std::string& actor, Machine& machine);
  std::string process_text(const std::string& vm, const Machine& machine);

  GuestHost host_;
  std::set<std::string> taken_;
  NotationNames names_{"v", taken_};
  std::map<std::string, Machine> machines_;
  std::map<std::string, std::uint64_t> left_out_;
  std::map<std::uint64_t, std::uint64_t> cpus_;
  std::map<std::uint64_t, std::uint64_t> machine_frames_;
  std::uint64_t frame_count_ = 0;
  std::uint64_t instructions_ = 0;
  std::uint64_t counted_ = 0;
  std::uint64_t switches_ = 0;
  std::uint64_t moves_ = 0;
  std::uint64_t without_frames_ = 0;
  std::uint64_t of_their_own_ = 0;  ///< pages of which no frame is recorded at all
  std::uint64_t unshared_ = 0;      ///< pages that shared a frame
  std::uint64_t large_ = 0;
  std::optional<Time> first_;
  std::optional<Time> last_;
};

}  // namespace braid::recording
