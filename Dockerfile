# Crossover in an image: docker build -t crossover . && docker run -p 8000:8000 -v crossover:/var/lib/crossover crossover
# Nothing is written but below /var/lib/crossover and /tmp, so that it runs with --read-only --tmpfs /tmp.

FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/crossover/venv
WORKDIR /opt/crossover
COPY requirements.lock ./
RUN venv/bin/pip install --no-deps --require-hashes --requirement requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY migrations migrations
COPY static static
COPY templates templates
RUN venv/bin/pip install --no-deps --no-build-isolation --editable . \
    && venv/bin/python -m compileall -q app migrations

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin crossover \
    && install --directory --owner=crossover --mode=700 /var/lib/crossover
COPY --from=build /opt/crossover /opt/crossover
ENV PATH=/opt/crossover/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CROSSOVER_DATABASE_URL=sqlite:////var/lib/crossover/crossover.db \
    CROSSOVER_LOG_FORMAT=json
USER crossover
WORKDIR /var/lib/crossover
VOLUME /var/lib/crossover
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["crossover"]
CMD ["serve", "--host", "0.0.0.0"]
