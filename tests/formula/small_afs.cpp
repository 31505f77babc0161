#include "small_afs.h"

#include <sstream>

namespace braid::formula::testing {
namespace {

struct Entry {
  bool present = false;
  bool valid = false;
  bool dirty = false;
  std::int64_t refs = 0;
  std::int64_t data = 0;
};

struct Place {  // a client and a file
  Entry entry;
  bool promise = false;
  std::int64_t open = 0;
};

struct World {
  std::vector<std::int64_t> server;
  std::vector<std::vector<Place>> places;  // by client, file
  std::vector<std::size_t> next;
  std::vector<std::int64_t> writes;
  std::vector<std::int64_t> first_read;
  std::vector<std::size_t> reads;
};

class Walk {
 public:
  Walk(const SmallProgram& program, SmallOptions options, const explore::Signature& signature,
       const BoundProperty& property, const Visit& visit)
      : program_(program), options_(options), signature_(signature), property_(property), visit_(visit) {
    world_.server.resize(signature.sets[1].members.size());
    world_.places.assign(program.size(), std::vector<Place>(world_.server.size()));
    world_.next.resize(program.size());
    world_.writes.resize(program.size());
    world_.first_read.resize(program.size());
    world_.reads.resize(program.size());
  }

  void run() {
    std::vector<std::int64_t> values = values_of();
    for (const RememberedValue& value : property_.remembered) {
      values[value.id] = evaluate(value.initial, [&](explore::ObservableId id) { return values[id]; });
    }
    explore(values, "");
  }

 private:
  /// In the order of afs_signature(); the remembered values are 0.
  std::vector<std::int64_t> values_of() const {
    std::vector<std::int64_t> values;
    for (const std::int64_t content : world_.server) values.insert(values.end(), {content, content});
    for (std::size_t c = 0; c < program_.size(); ++c) {
      for (const Place& place : world_.places[c]) {
        const Entry& entry = place.entry;
        values.insert(values.end(),
                      {place.promise, 0, entry.present, entry.valid, entry.present && entry.valid,
                       entry.dirty, entry.refs, entry.data, entry.data, place.open});
      }
      values.push_back(world_.first_read[c]);
    }
    values.resize(signature_.observables.size());
    return values;
  }

  void explore(const std::vector<std::int64_t>& values, const std::string& schedule) {
    visit_(values, schedule);
    for (std::uint32_t c = 0; c < program_.size(); ++c) {
      if (world_.next[c] == program_[c].size()) continue;
      const World before = world_;
      const SmallEvent event = program_[c][world_.next[c]++];
      step(c, event);
      explore(remembered_after(c, event, values), schedule + static_cast<char>('0' + c));
      world_ = before;
    }
  }

  std::vector<std::int64_t> remembered_after(std::uint32_t client, SmallEvent event,
                                             const std::vector<std::int64_t>& before) const {
    std::vector<std::int64_t> values = values_of();
    const std::size_t model_values = values.size() - property_.remembered.size();
    std::copy(before.begin() + static_cast<std::ptrdiff_t>(model_values), before.end(),
              values.begin() + static_cast<std::ptrdiff_t>(model_values));
    const std::vector<std::int64_t> seen = values;
    const auto get = [&](explore::ObservableId id) { return seen[id]; };
    const explore::EventInstance instance{
        static_cast<std::uint32_t>(std::string("orwc").find(event.operation)), {client, event.file}};
    for (const Update& update : property_.updates) {
      if (update.event == instance && evaluate(update.condition, get) != 0) {
        values[update.target] = evaluate(update.value, get);
      }
    }
    return values;
  }

  void step(std::uint32_t client, SmallEvent event) {
    Place& place = world_.places[client][event.file];
    Entry& entry = place.entry;
    std::int64_t& server = world_.server[event.file];
    switch (event.operation) {
      case 'o':
        open(place, server);
        break;
      case 'r':
        if (options_.refetch_read) entry.data = server;
        if (world_.reads[client]++ == 0) world_.first_read[client] = entry.data;
        break;
      case 'w': {
        const auto each = static_cast<std::int64_t>(signature_.contents.size() - 1) /
                          static_cast<std::int64_t>(program_.size());
        entry.data = 1 + client * each + world_.writes[client]++;
        entry.dirty = true;
        break;
      }
      default:
        close(client, event.file);
    }
  }

  void open(Place& place, std::int64_t server) const {
    Entry& entry = place.entry;
    const bool kept = entry.present && (entry.valid || (!options_.replace && entry.refs > 0));
    if (!kept) entry = {true, true, false, 0, server};
    if (!kept) place.promise = true;
    if (!options_.forget_count) ++entry.refs;
    ++place.open;
  }

  void close(std::uint32_t client, std::uint32_t file) {
    Place& place = world_.places[client][file];
    Entry& entry = place.entry;
    if (entry.dirty) {
      entry.dirty = false;
      if (!options_.forget_store) store(client, file);
    }
    --entry.refs;
    --place.open;
    if (!entry.valid && entry.refs == 0) entry = {};
  }

  void store(std::uint32_t client, std::uint32_t file) {
    Entry& entry = world_.places[client][file].entry;
    world_.server[file] = entry.data;
    entry.valid = true;
    for (std::uint32_t other = 0; other < program_.size() && !options_.forget_breaks; ++other) {
      Place& place = world_.places[other][file];
      if (other != client && place.promise) place.entry.valid = false;
    }
  }

  const SmallProgram& program_;
  SmallOptions options_;
  const explore::Signature& signature_;
  const BoundProperty& property_;
  const Visit& visit_;
  World world_;
};

}  // namespace

SmallProgram parse_program(const std::string& text) {
  SmallProgram program(1);
  std::istringstream stream(text);
  for (std::string word; stream >> word;) {
    const bool last = word.back() == ',';
    program.back().push_back({word[0], static_cast<std::uint32_t>(word[1] - 'a')});
    if (last) program.emplace_back();
  }
  return program;
}

void walk_all(const SmallProgram& program, SmallOptions options, const explore::Signature& signature,
              const BoundProperty& property, const Visit& visit) {
  Walk(program, options, signature, property, visit).run();
}

}  // namespace braid::formula::testing
