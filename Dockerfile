# One image for web, worker, beat and migrate; docker-compose.yml says which command each runs.
# The servers that ./guichet up embeds are not in it: requirements-image.txt leaves them out.
FROM python:3.13-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    GUICHET_DATA=/data \
    GUICHET_HOST=0.0.0.0 \
    GUICHET_PORT=8000

WORKDIR /app
COPY requirements-image.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: --no-binary http-ece -r requirements-image.txt

COPY . .
RUN python -m launcher.catalogues \
    && useradd --uid 10001 --no-create-home --home-dir /data guichet \
    && install -d -o guichet -g guichet -m 0750 /data /data/media \
    && GUICHET_DATA=/app/collected GUICHET_SECRET_KEY=build GUICHET_FIELD_KEYS=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
       python manage.py collectstatic --noinput \
    && ln -s /app/collected/static /data/static

USER guichet
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "config.wsgi", "-c", "config/gunicorn.py"]
