"""What two or more services need: settings, vocabulary, tables, schemas, queue and web foundation. Nothing else lives here."""
