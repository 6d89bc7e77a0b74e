# Chấm Khéo. Two commands are enough: `make run` serves a demo that moves, `make test` proves it.
PY := .venv/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export UV_LINK_MODE = copy
# Empty is unset: without kept bytecode every process, and a run starts hundreds, would compile every library anew.
export PYTHONDONTWRITEBYTECODE =
say = @printf '\033[1m==> %s\033[0m\n' "$(1)"

.PHONY: run setup test setup-test lint soak mutants bench lock screens clean
.DEFAULT_GOAL := run

run: setup ## set up, migrate, load the demo and serve it
	$(call say,Đang mở bản trình diễn - Ctrl-C để kết thúc)
	@exec $(PY) -m wsgi demo

setup: .venv/.stamp-app static/vendor/.stamp ## what running needs, into .venv

.venv/.stamp-uv:
	$(call say,1/3 Môi trường Python)
	@command -v python3 >/dev/null || { echo "Thiếu python3 (cần từ 3.11): apt-get install python3 python3-venv"; exit 1; }
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cần Python từ 3.11 trở lên"; exit 1; }
	@test -x $(PY) || python3 -m venv .venv 2>/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null && python3 -m venv --clear .venv; } \
	  || { echo "Thiếu python3-venv: apt-get install python3-venv"; exit 1; }
	@$(PY) -m pip install --quiet --require-hashes -r deploy/uv.lock
	@touch $@

.venv/.stamp-app: requirements.lock pyproject.toml .venv/.stamp-uv
	$(call say,2/3 Thư viện Python)
	@.venv/bin/uv pip install --quiet --python $(PY) --require-hashes -r requirements.lock
	@$(PY) deploy/link.py
	@touch $@

static/vendor/.stamp: package-lock.json hatch_build.py .venv/.stamp-uv
	$(call say,3/3 Tệp cho trình duyệt)
	@command -v npm >/dev/null || { echo "Thiếu npm: cài Node.js 20 rồi chạy lại (apt-get install nodejs npm)"; exit 1; }
	@$(PY) hatch_build.py
	@touch $@

setup-test: setup .venv/.stamp-dev .venv/.stamp-system ## what the tests need besides

.venv/.stamp-dev: requirements-dev.lock .venv/.stamp-app
	$(call say,Thư viện cho kiểm thử)
	@.venv/bin/uv pip install --quiet --python $(PY) --require-hashes -r requirements-dev.lock
	@touch $@

.venv/.stamp-system: deploy/test-packages.sh
	$(call say,Trình duyệt và LibreOffice cho kiểm thử)
	@sh deploy/test-packages.sh
	@touch $@

test: setup-test ## every test, real browser and servers included
	$(call say,Kiểm thử)
	@sh deploy/test-packages.sh
	@rm -f .coverage .coverage.*
	@MEASURED_LOOPS=thread $(PY) -m pytest -n 2 --dist loadscope --no-loadscope-reorder --cov --cov-report= $(ARGS)
	@$(PY) -m coverage report --include='scoring/*' --fail-under=100
	@$(PY) -m coverage report --omit='scoring/*' --fail-under=90

lint: setup-test ## ruff, mypy, djlint, import-linter, deptry
	$(call say,Soát mã nguồn)
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-cache
	@$(PY) -m djlint templates --lint --quiet
	@.venv/bin/deptry .

soak: setup-test ## 10,000 random contests through both engines (SOAK=N for another number)
	$(call say,Hai cách tính trên các hội thi ngẫu nhiên)
	@$(PY) -m tests.soak

mutants: setup-test ## does a test fail for every small change of scoring? MODULE=ties for one module; docs/mutants.md explains the rest
	@.venv/bin/mutmut run --max-children 2 $(if $(MODULE),'scoring.$(MODULE).*')
	@.venv/bin/mutmut results

bench: setup-test ## speed, as ratios taken side by side in one run
	@$(PY) -m benchmarks

screens: setup-test ## screenshots of the main pages into docs/screens
	@$(PY) -m tests.screens

lock: .venv/.stamp-uv ## renew the hash-pinned locks
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --extra server -o requirements.lock pyproject.toml
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --extra server --group dev -o requirements-dev.lock pyproject.toml

clean: ## everything that was built
	rm -rf .venv node_modules static/vendor build dist mutants .coverage*
