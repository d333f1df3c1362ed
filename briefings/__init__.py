"""The domain: briefings on foreign policy, who reads them, who writes them. It knows no Telegram, HTTP or wall clock.

Glossary
    Topic       what a briefing is about (a country, a format, a subject); its slug is also its command
    Briefing    one event or statement, summarised; one item, with a text in each language
    Reader      a chat of any kind (a person, a group, a channel) and the language it chose
    Subscription
                what a chat, or a topic of a forum, wants to be sent and when
    Revision    what a published briefing said before it was changed
"""
