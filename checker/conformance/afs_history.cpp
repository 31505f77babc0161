#include "braid/checker/conformance/afs_history.h"

#include <algorithm>

#include "braid/checker/conformance/record_facts.h"

namespace braid::conformance {
namespace {

using recording::Fields;
using recording::Record;
using Kind = AfsFile::Kind;

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string> texts_in(const Fields& fields, std::string_view name) {
  std::vector<std::string> texts;
  const recording::Value* value = fields.find(name);
  if (value == nullptr || value->list() == nullptr) return texts;
  for (const recording::Value& text : *value->list())
    texts.push_back(text.text() == nullptr ? "" : *text.text());
  return texts;
}

/// One message, as it is added to the history.
class MessageReading {
 public:
  MessageReading(AfsHistory& history, const Record& record, std::uint32_t call, const MessageCalls& calls)
      : history_(history), record_(record), call_(call), calls_(calls), timing_(calls[call]) {
    answered_ = timing_.fate == Fate::answered;
    succeeded_ = answered_ && result().find("error") == nullptr;
    fid_ = text_in(arguments(), "fid");
    to_fid_ = text_in(arguments(), "to_fid");
  }

  void read() {
    const std::string& operation = record_.operation;
    if (text_in(arguments(), "program") == "afs-callback") return call_back();
    if (is_one_of(operation, {"GiveUpCallBacks", "GiveUpAllCallBacks"})) return give_up();
    if (is_one_of(operation, {"BulkStatus", "InlineBulkStatus"})) return tell_many();
    if (fid_.empty()) return;
    if (is_one_of(operation, {"FetchData", "FetchData64", "FetchStatus", "FetchACL"})) {
      fetch();
    } else if (is_one_of(operation, {"StoreData", "StoreData64"})) {
      store();
    } else if (is_one_of(operation, {"StoreStatus", "StoreACL"})) {
      // A change of who may do what, and of a directory's data; which of these counts, is the server's
      // affair.
      if (succeeded_) add(fid_, Kind::touch, result());
    } else if (is_one_of(operation, {"CreateFile", "MakeDir", "Symlink", "DFSSymlink", "Link", "RemoveFile",
                                     "RemoveDir", "Rename"})) {
      change_names();
    } else if (operation == "Lookup" && succeeded_) {
      tell_new(Kind::tell);
    }
  }

 private:
  [[nodiscard]] const Fields& arguments() const { return record_.arguments; }
  [[nodiscard]] const Fields& result() const { return record_.result; }

  AfsFileHistory& file(const std::string& fid, const std::string& name) {
    AfsFileHistory& file = history_.files[fid];
    if (file.name.empty()) file.name = name.empty() ? fid : name;
    return file;
  }

  /// A status, as a step of that kind. Nothing where the reply has none.
  bool add(const std::string& fid, Kind kind, const Fields& status) {
    const auto version = natural_in(status, "version");
    const auto size = natural_in(status, "size");
    if (!version || !size || fid.empty()) return false;
    AfsFile::Step step;
    step.kind = kind;
    step.version = *version;
    step.size = *size;
    AfsFileHistory& changed = file(fid, fid == fid_ && to_fid_.empty() ? record_.object : fid);
    changed.events.push_back({call_, true, std::move(step), std::nullopt});
    if (kind == Kind::store || kind == Kind::change)
      history_.promises.change(fid, changed.name, *version, call_);
    return true;
  }

  void add_unseen(const std::string& fid) {
    if (fid.empty()) return;
    AfsFile::Step step;
    step.kind = Kind::unseen;
    file(fid, record_.object).events.push_back({call_, false, step, std::nullopt});
  }

  void grant(const std::string& fid, const Fields& status, const Fields* callback) {
    const auto version = natural_in(status, "version");
    if (callback == nullptr || !version || text_in(*callback, "type") == "dropped") return;
    history_.promises.grant(fid, timing_.actor, *version, natural_in(*callback, "expires").value_or(0),
                            call_);
  }

  void fetch() {
    if (!succeeded_ || !add(fid_, Kind::tell, result())) return;
    grant(fid_, result(), fields_in(result(), "callback"));
    if (!record_.operation.starts_with("FetchData")) return;
    AfsFileHistory& fetched = file(fid_, record_.object);
    fetched.events.back().access = fetched.data.size();
    fetched.data.push_back({call_, DataAccess::Kind::read, natural_in(arguments(), "offset").value_or(0),
                            natural_in(result(), "value").value_or(0), text_in(result(), "data"), true});
  }

  void store() {
    if (!succeeded_ || !add(fid_, Kind::store, result())) return add_unseen(fid_);
    AfsFileHistory& stored = file(fid_, record_.object);
    AfsFileHistory::Event& event = stored.events.back();
    event.step.shortest = natural_in(arguments(), "file_length").value_or(event.step.shortest);
    event.access = stored.data.size();
    stored.data.push_back({call_, DataAccess::Kind::write, natural_in(arguments(), "offset").value_or(0),
                           natural_in(arguments(), "length").value_or(0), text_in(arguments(), "data"),
                           true});
  }

  /// The status of a file that the reply tells the fid of.
  void tell_new(Kind directory_kind) {
    const std::string made = text_in(result(), "fid");
    if (!made.empty() && add(made, Kind::touch, result()))
      grant(made, result(), fields_in(result(), "callback"));
    if (const Fields* directory = fields_in(result(), "directory")) add(fid_, directory_kind, *directory);
  }

  void change_names() {
    const bool links = record_.operation == "Link";
    // Of a link, the directory is the other one.
    const std::string& directory = links ? to_fid_ : fid_;
    if (!succeeded_) {
      add_unseen(directory);
      if (record_.operation == "Rename" && to_fid_ != fid_) add_unseen(to_fid_);
      return;
    }
    if (links) {
      add(fid_, Kind::touch, result());
      if (const Fields* status = fields_in(result(), "directory")) add(to_fid_, Kind::change, *status);
      return;
    }
    tell_new(Kind::change);
    const Fields* target = fields_in(result(), "to_directory");
    if (target != nullptr && to_fid_ != fid_) add(to_fid_, Kind::change, *target);
  }

  void tell_many() {
    if (!succeeded_) return;
    const std::vector<std::string> fids = texts_in(arguments(), "fids");
    const recording::Value* statuses = result().find("statuses");
    const recording::Value* callbacks = result().find("callbacks");
    if (statuses == nullptr || statuses->list() == nullptr || statuses->list()->size() != fids.size()) return;
    for (std::size_t k = 0; k < fids.size(); ++k) {
      const Fields* status = statuses->list()->at(k).fields();
      if (status == nullptr || status->find("error") != nullptr || !add(fids[k], Kind::tell, *status))
        continue;
      if (callbacks == nullptr || callbacks->list() == nullptr || callbacks->list()->size() != fids.size())
        continue;
      grant(fids[k], *status, callbacks->list()->at(k).fields());
    }
  }

  void give_up() {
    if (record_.operation == "GiveUpAllCallBacks") history_.promises.end("", timing_.actor, timing_.start);
    for (const std::string& fid : fids()) history_.promises.end(fid, timing_.actor, timing_.start);
  }

  /// A server's call: its actor is the server, and it is sent to the client.
  void call_back() {
    if (!answered_) history_.promises.unreachable(timing_.server, timing_.start);
    if (record_.operation.starts_with("InitCallBackState"))
      history_.promises.end("", timing_.server, timing_.start);
    if (record_.operation != "CallBack") return;
    for (const std::string& fid : fids()) history_.promises.end(fid, timing_.server, timing_.start);
  }

  [[nodiscard]] std::vector<std::string> fids() const {
    std::vector<std::string> fids = texts_in(arguments(), "fids");
    if (fids.empty() && !fid_.empty()) fids.push_back(fid_);
    return fids;
  }

  AfsHistory& history_;
  const Record& record_;
  std::uint32_t call_;
  const MessageCalls& calls_;
  const MessageCall& timing_;
  std::string fid_;
  std::string to_fid_;
  bool answered_ = false;
  bool succeeded_ = false;
};

/// The steps of a file, each with what it tells or stores of the file's parts.
std::vector<ObjectCall<AfsFile::Step>> steps_of(const AfsFileHistory& file, const FileParts& parts,
                                                Contents& contents) {
  std::vector<ObjectCall<AfsFile::Step>> calls;
  for (const AfsFileHistory::Event& event : file.events) {
    AfsFile::Step step = event.step;
    if (event.access) {
      const DataAccess& access = file.data[*event.access];
      const auto [first, last] = parts_within(parts, access.offset, access.offset + access.length);
      for (std::size_t k = first; k < last; ++k)
        step.parts.emplace_back(static_cast<std::uint32_t>(k), content_in(access, parts[k], contents));
    }
    calls.push_back({event.call, event.required, {std::move(step)}});
  }
  return calls;
}

}  // namespace

void add_message(AfsHistory& history, const Record& record, std::uint32_t call, const MessageCalls& calls) {
  MessageReading(history, record, call, calls).read();
}

void check(const AfsHistory& history, const MessageCalls& calls, bool others, ObjectChecks& checks) {
  Contents contents;
  for (const auto& [fid, file] : history.files) {
    const FileParts parts = parts_of(file.data);
    const AfsFile machine{contents, parts, others};
    checks.check(
        machine, [&name = file.name] { return name; }, steps_of(file, parts, contents), {},
        [](const AfsFile::Step& step) -> std::optional<AfsFile::Step> {
          return step.kind == Kind::unseen ? std::optional(step) : std::nullopt;
        });
  }
  history.promises.check(calls, checks);
}

}  // namespace braid::conformance
