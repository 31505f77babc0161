#include "braid/checker/isolation/guest_runs.h"

#include <fmt/format.h>

#include <algorithm>

namespace braid::isolation {

void GuestRuns::see(const Event& event, const Names& names) {
  for (Transitions& transitions : transitions_) {
    if (event.is(transitions.into)) take(transitions, true, event, names);
    if (event.is(transitions.out)) take(transitions, false, event, names);
  }
}

void GuestRuns::take(Transitions& transitions, bool inside, const Event& event, const Names& names) {
  const std::uint64_t thread = event.record.process.value_or(0);
  ++(inside ? transitions.entries : transitions.exits);
  const auto [last, first] = transitions.last.try_emplace({event.machine, thread}, Last{inside, event.place});
  if (first) {
    if (!inside) ++transitions.begun_inside;
    return;
  }
  if (last->second.inside == inside) {
    const std::string who = fmt::format("{}'s virtual CPU {}", names.machine(event.machine), thread);
    const std::string now = names.text(event.place);
    const std::string before = names.text(last->second.place);
    transitions.log.breach(
        inside ? fmt::format("{} is entered ({}), although it has not come out since it was entered ({})",
                             who, now, before)
               : fmt::format("{} comes out ({}), although it has not been entered since it came out ({})",
                             who, now, before),
        event.place);
  }
  last->second = {inside, event.place};
}

PartVerdict GuestRuns::finish() {
  const auto is_whole = [](const Transitions& kind) { return kind.entries > 0 && kind.exits > 0; };
  const bool monitor = is_whole(transitions_[0]);
  const bool hardware = is_whole(transitions_[1]);
  std::vector<Figure> figures;
  for (const Transitions& kind : transitions_) {
    if (&kind == &transitions_[1] && !hardware) continue;
    const auto inside = std::count_if(kind.last.begin(), kind.last.end(),
                                      [](const auto& last) { return last.second.inside; });
    const bool calls = &kind == &transitions_[0];
    figures.push_back({calls ? "entries" : "hardware entries", kind.entries});
    figures.push_back({calls ? "exits" : "hardware exits", kind.exits});
    figures.push_back(
        {calls ? "CPUs inside at first" : "CPUs inside the hardware at first", kind.begun_inside});
    figures.push_back({calls ? "CPUs inside at the end" : "CPUs inside the hardware at the end",
                       static_cast<std::uint64_t>(inside)});
  }
  if (!monitor && !hardware)
    return transitions_[0].log.finish(std::move(figures), "entries and exits are not both recorded");
  if (!monitor) return transitions_[1].log.finish(std::move(figures), "");
  if (!hardware) return transitions_[0].log.finish(std::move(figures), "");
  PartVerdict verdict = transitions_[0].log.finish(std::move(figures), "");
  PartVerdict other = transitions_[1].log.finish({}, "");
  if (other.breaches == 0) return verdict;
  verdict.finding = Finding::violated;
  verdict.breaches += other.breaches;
  for (Breach& breach : other.first_breaches) {
    if (verdict.first_breaches.size() < kMostTold) verdict.first_breaches.push_back(std::move(breach));
  }
  return verdict;
}

}  // namespace braid::isolation
