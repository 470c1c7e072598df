#!/usr/bin/env bash
# Hạc Thành: everything a newcomer or a machine needs, one word each. `./do help` lists the words.
set -euo pipefail
cd "$(dirname "$0")"
source tools/packages.sh

say() { printf '\033[1m== %s\033[0m\n' "$*" >&2; }
fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

usage() {
    cat <<'EOF'
./do demo              install, build, run Thanh Hoá's morning peak, leave pictures in demo/
./do test [--all]      install, build, run the tests; --all adds sanitizers, fuzzing for
                       20 s each, the minimal build and lint
./do build             install and build the release preset: build/release/bin/hacthanh
./do bench [NAME] [--json FILE]      measure; NAME is one of: answers coupling dispersion io mesh study transport viz wind
./do validate [NAME] [--json FILE] [--data DIR]   hold the program against other programs and data;
                       NAME: answers dispersion emission emissions measures no2 wind; --data: folder of other measurements
                       (dispersion) or of another wind case (case.toml, velocity.csv)
./do fuzz [NAME] [--seconds N]       feed broken files to the importers for N seconds each (default 600)
./do lint              format, layers, spelling of text files, clang-tidy
./do help              this page
EOF
}

# install REASON PACKAGE... : installs what is missing, says what and why.
install() {
    local reason=$1 missing=() package
    shift
    command -v dpkg-query >/dev/null ||
        fail "this script installs Debian 12 packages and found no dpkg; elsewhere install the counterparts of: $*"
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    say "installing for $reason: ${missing[*]}"
    local as_root=()
    if [[ $(id -u) != 0 ]]; then
        command -v sudo >/dev/null || fail "not root and no sudo; ask an administrator to run: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# build PRESET TARGET...
build() {
    local preset=$1
    shift
    say "building $preset"
    mkdir -p build
    [[ -f build/$preset/build.ninja ]] || cmake --preset "$preset" >build/configure-"$preset".log 2>&1 ||
        { cat build/configure-"$preset".log >&2; rm -f build/configure-"$preset".log; fail "configuring $preset failed"; }
    rm -f build/configure-"$preset".log
    cmake --build "build/$preset" --target "$@" -- --quiet
}

do_build() {
    install "building" "${packages_build[@]}"
    install "pictures" "${packages_viz[@]}"
    install "opening result files" "${packages_tools[@]}"
    build release all
}

do_demo() {
    do_build
    say "running scenarios/thanh-hoa/morning.toml"
    mkdir -p demo
    local hacthanh=build/release/bin/hacthanh result=demo/thanh-hoa-morning.nc
    "$hacthanh" run scenarios/thanh-hoa/morning.toml -o "$result" --force
    "$hacthanh" info "$result" >demo/thanh-hoa-morning.txt
    say "drawing pictures"
    "$hacthanh" render "$result" --plan -o demo/thanh-hoa-plan.png
    local field
    for field in NO2 NOx PM CO; do
        "$hacthanh" render "$result" --field "$field" --time mean -o "demo/thanh-hoa-morning-$field.png"
    done
    "$hacthanh" render "$result" --roads flow --time mean -o demo/thanh-hoa-morning-traffic.png
    "$hacthanh" render "$result" --roads kerb:NO2 --time mean -o demo/thanh-hoa-morning-kerb-NO2.png
    say "done: demo/ holds the result (.nc opens in QGIS, ParaView and Python), its account (.txt) and pictures (.png)"
}

do_test() {
    local all=${1-}
    [[ -z $all || $all == --all ]] || fail "./do test takes --all or nothing, not '$all'"
    do_build
    install "testing" "${packages_test[@]}" "${packages_lint[@]}"
    check_text
    build release hacthanh_tests
    say "testing release"
    ctest --test-dir build/release --output-on-failure --no-tests=error -LE 'validation|heavy'
    [[ $all == --all ]] || return 0
    install "reading results as others do" "${packages_readers[@]}"
    install "opening reports in a browser" "${packages_browser[@]}"
    say "many kills, other people's readers, a browser"
    ctest --test-dir build/release --output-on-failure --no-tests=error -L heavy
    build minimal all
    build dev all hacthanh_tests
    say "testing with sanitizers"
    ctest --test-dir build/dev --output-on-failure --no-tests=error -L 'unit|e2e'
    do_fuzz --seconds 20
    do_lint
}

do_bench() {
    install "building" "${packages_build[@]}" "${packages_viz[@]}"
    install "measuring" "${packages_test[@]}"
    build bench all
    python3 bench/run.py --programs build/bench/bin "$@"
}

do_validate() {
    do_build
    python3 tools/validate.py --programs build/release/bin "$@"
}

do_fuzz() {
    local seconds=600 names=()
    while (($#)); do
        case $1 in
            --seconds) seconds=${2-}; shift 2 || fail "--seconds needs a number" ;;
            *) names+=("$1"); shift ;;
        esac
    done
    [[ $seconds =~ ^[0-9]+$ ]] || fail "--seconds needs a number, not '$seconds'"
    ((${#names[@]})) || mapfile -t names < <(ls tests/fuzz/corpus)
    install "building" "${packages_build[@]}"
    install "fuzzing" "${packages_fuzz[@]}"
    build fuzz hacthanh-fuzz
    local name
    for name in "${names[@]}"; do
        [[ -d tests/fuzz/corpus/$name ]] || fail "no fuzz target '$name'; there are: $(ls tests/fuzz/corpus | tr '\n' ' ')"
    done
    say "fuzzing ${#names[@]} targets for $seconds s each, $(nproc) at a time"
    printf '%s\n' "${names[@]}" | xargs -P "$(nproc)" -I NAME ./do fuzz-target NAME "$seconds" ||
        fail "a fuzzer found something: see build/fuzz/found/*.log"
}

# One target, its account in build/fuzz/found/NAME.log; do_fuzz calls it.
do_fuzz-target() {
    local name=$1 seconds=$2 found=build/fuzz/found longest=20000
    [[ ! $name =~ ^(checkpoint|recording|result|transfer|wind)$ ]] || longest=500000  # HDF5 files are not small
    mkdir -p "$found/$name"
    export HACTHANH_FUZZ_TARGET=$name LSAN_OPTIONS=suppressions=tests/fuzz/leaks.txt:print_suppressions=0
    local state=passed
    build/fuzz/bin/hacthanh-fuzz -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len="$longest" -print_final_stats=1 \
        -artifact_prefix="$found/$name-" "$found/$name" "tests/fuzz/corpus/$name" >"$found/$name.log" 2>&1 || state=FAILED
    say "$name $state: $(grep -c . <(ls "$found/$name")) inputs kept, $(sed -n 's/stat::number_of_executed_units: //p' "$found/$name.log") tried"
    [[ $state == passed ]]
}

check_text() {
    say "checking format and layers"
    python3 tools/check_layers.py
    python3 tools/check_text.py
    git ls-files -- '*.cpp' '*.hpp' | xargs clang-format --dry-run -Werror
}

do_lint() {
    install "linting" "${packages_build[@]}" "${packages_viz[@]}" "${packages_test[@]}" "${packages_lint[@]}"
    check_text
    build release all
    say "clang-tidy"
    git ls-files -- 'sim/*.cpp' 'io/*.cpp' 'viz/*.cpp' 'app/*.cpp' |
        xargs -P "$(nproc)" -n 4 clang-tidy -p build/release --quiet
}

verb=${1-help}
(($#)) && shift
case $verb in
    build | demo | test | bench | validate | fuzz | fuzz-target | lint) "do_$verb" "$@" ;;
    help | -h | --help) usage ;;
    *)
        usage >&2
        fail "unknown word '$verb'"
        ;;
esac
